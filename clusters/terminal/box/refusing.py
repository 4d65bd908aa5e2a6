"""What a job may not do, refused by Python itself before it happens.

An audit hook cannot be taken off again. It names what is harmless and refuses all else,
so that an event which a later Python adds is refused as well.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

HARMLESS = frozenset(
    {
        "builtins.id",
        "builtins.input",
        "builtins.input/result",
        "code.__new__",
        "compile",
        "cpython.run_interactivehook",
        "exec",
        "gc.get_objects",
        "gc.get_referents",
        "gc.get_referrers",
        "import",
        "marshal.dumps",
        "marshal.load",
        "marshal.loads",
        "object.__delattr__",
        "object.__getattr__",
        "object.__setattr__",
        "os.putenv",
        "os.unsetenv",
        "pickle.find_class",
        "sys._current_frames",
        "sys._getframe",
        "sys._getframemodulename",
        "sys.excepthook",
        "sys.unraisablehook",
        "tempfile.mkdtemp",
        "tempfile.mkstemp",
        "time.sleep",
    }
)
FOLDER_EVENTS = frozenset({"os.listdir", "os.scandir"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _libraries() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    folders = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders.append(str(Path(__file__).parents[2]))
    real = [os.path.realpath(folder) for folder in folders]
    return tuple(sorted({folder + os.sep for folder in (*folders, *real)}))


LIBRARIES = _libraries()
"""The folders of Python, of its packages and of our own code."""


class Refused(PermissionError):
    """A job tried what it may not."""


def refuse_harm() -> None:
    """From now on this process reads its libraries, and nothing else of the host."""
    sys.addaudithook(_hook(LIBRARIES))


def inside(folders: tuple[str, ...], path: object) -> bool:
    """Whether this is the path of something in one of the folders."""
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    if not isinstance(path, str):
        return False
    # An absolute path is compared as it is written: nothing here needs the disk.
    whole = os.path.normpath(path)
    return whole.startswith(folders) or whole + os.sep in folders


def _hook(folders: tuple[str, ...]) -> Callable[[str, tuple[Any, ...]], None]:
    def check(event: str, arguments: tuple[Any, ...]) -> None:
        if event in HARMLESS:
            return
        if event == "open" and _reads(arguments) and inside(folders, arguments[0]):
            return
        if event in FOLDER_EVENTS and inside(folders, arguments[0]):
            return
        raise Refused(1, f"not in this terminal: {event}")

    return check


def _reads(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    if isinstance(mode, str) and set(mode) - set("rbtU"):
        return False
    return not (isinstance(flags, int) and flags & WRITING)
