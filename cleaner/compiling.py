"""What tables become in use, kept beside them as bytecode is: to make it takes longer than a small run."""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

# Keys of tables are folded.
_FOLDING = (Path(__file__).with_name("folding.py"), Path(__file__).with_name("mojibake.py"))


def precompiled(name: str, directory: Path, sources: Iterable[Path], make: Callable[[], Any]) -> Any:
    """What `make` gives, of plain types only, from where bytecode of a directory is kept, if that is fresh.

    It belongs to one version of Python, and to one size and time of each source, of the module that makes
    it and of the one that folds. As with bytecode, PYTHONDONTWRITEBYTECODE is heeded, and where nothing can
    be kept, all is made each time.
    """
    code = (Path(make.__code__.co_filename), *_FOLDING)
    try:
        stats = [(str(path), path.stat()) for path in (*sources, *code)]
        file = Path(cache_from_source(str(directory / f"{name}.py"))).with_suffix(".marshal")
    except (OSError, NotImplementedError):  # a module without its source; a Python that keeps no bytecode
        return make()
    stamp = [(path, stat.st_mtime_ns, stat.st_size) for path, stat in stats]
    try:
        found, made = marshal.loads(file.read_bytes())  # noqa: S302 - as trusted as the bytecode beside it
        if found == stamp:
            return made
    except (OSError, ValueError, EOFError, TypeError):
        pass
    made = make()
    if not sys.dont_write_bytecode:
        temporary = file.with_suffix(f".{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(marshal.dumps((stamp, _shared(made, {}))))
            temporary.replace(file)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
    return made


def _shared(value: Any, known: dict[Any, Any]) -> Any:
    """The value with one object for all that are equal: `marshal` keeps an object once, and reads it once."""
    if isinstance(value, dict):
        return {_shared(key, known): _shared(held, known) for key, held in value.items()}
    if isinstance(value, tuple):
        value = tuple(_shared(held, known) for held in value)
        return known.setdefault(value, value) if all(isinstance(held, str) for held in value) else value
    return known.setdefault(value, value) if isinstance(value, str) else value
