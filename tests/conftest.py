"""What holds for all tests: a slow machine is no failure of a property, and what is compiled is kept."""

import os

from hypothesis import settings

settings.register_profile("cleaner", deadline=None)
settings.load_profile("cleaner")

# The tests start hundreds of processes, and some look for what a used checkout holds; a machine that
# forbids compiled files would slow the first and change the second.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
