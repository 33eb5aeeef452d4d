"""What holds for all tests: properties run the same way each time, and what is compiled is kept."""

import os

from hypothesis import settings

# A slow machine is no failure of a property. `make test` runs each property on the same documents every
# time, so that a red run is told by the change, not by chance; `make check` looks for new documents.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("same")

# The tests start hundreds of processes, and some look for what a used checkout holds; a machine that
# forbids compiled files would slow the first and change the second.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
