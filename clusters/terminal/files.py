"""The terminal's own small file system: text by path, 1 MiB in all, nothing else.

A folder is a path that ends with a slash; those above a file need not be there.
No path of the host can be named: a path is only a key of a dictionary.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

HOME = "/home/learner"
MOST_BYTES = 1 << 20
MOST_FILES = 1000
LONGEST_NAME = 255
LONGEST_PATH = 4096
READ_ONLY = "Read-only file system"
FOLDERS = ("/", "/home/", "/home/learner/", "/tmp/")  # noqa: S108 a key, no folder here


class FileError(Exception):
    """Why a file cannot be read or written, in the words of every Unix program."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass
class Files:
    """All files of a terminal. `changed` names what this line has written or removed."""

    texts: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    given: dict[str, str] = field(default_factory=dict)
    """Files that are there for everybody: nobody changes them, and they take no room."""

    def __post_init__(self) -> None:
        self.texts.update(self.given)

    def read(self, path: str) -> str:
        """A file's text. Raises FileError."""
        if path in self.texts:
            return self.texts[path]
        raise FileError(path, self._missing(path))

    def write(self, path: str, text: str) -> None:
        """Make or replace a file. Raises FileError."""
        if self.is_folder(path):
            raise FileError(path, "Is a directory")
        self._check_place(path)
        before = len(self.texts.get(path, "").encode())
        grown = self.size() - before + len(text.encode())
        if grown > MOST_BYTES or (path not in self.texts and self._full()):
            raise FileError(path, "Disk quota exceeded (1 MiB for all files together)")
        self.texts[path] = text
        self.changed.add(path)

    def make_folder(self, path: str) -> None:
        """Make an empty folder. Raises FileError."""
        if path in self.texts or self.is_folder(path):
            raise FileError(path, "File exists")
        self._check_place(path)
        if self._full():
            raise FileError(path, "Disk quota exceeded")
        self.texts[path.rstrip("/") + "/"] = ""
        self.changed.add(path.rstrip("/") + "/")

    def remove(self, path: str) -> None:
        """Remove a file. Raises FileError."""
        if path not in self.texts:
            raise FileError(path, self._missing(path))
        if self.read_only(path):
            raise FileError(path, READ_ONLY)
        del self.texts[path]
        self.changed.add(path)

    def is_folder(self, path: str) -> bool:
        below = path.rstrip("/") + "/"
        return below in FOLDERS or any(name.startswith(below) for name in self.texts)

    def inside(self, folder: str) -> list[str]:
        """The names in a folder, those of folders with a slash; sorted."""
        below = folder.rstrip("/") + "/"
        names: set[str] = set()
        for path in (*self.texts, *FOLDERS):
            if path.startswith(below) and path != below:
                first, slash, _ = path.removeprefix(below).partition("/")
                names.add(first + slash)
        return sorted(names)

    def size(self) -> int:
        """Bytes of all files together."""
        own = self.texts.keys() - self.given.keys()
        return sum(len(self.texts[path].encode()) for path in own)

    def read_only(self, path: str) -> bool:
        """Whether it is one of the files that are given, or would lie beside them."""
        return any(
            posixpath.dirname(path) == posixpath.dirname(one) for one in self.given
        )

    def _full(self) -> bool:
        return len(self.texts) - len(self.given) >= MOST_FILES

    def _missing(self, path: str) -> str:
        if self.is_folder(path):
            return "Is a directory"
        if any(above in self.texts for above in _above(path)):
            return "Not a directory"
        return "No such file or directory"

    def _check_place(self, path: str) -> None:
        if len(path) > LONGEST_PATH:
            raise FileError(path, "File name too long")
        if self.read_only(path):
            raise FileError(path, READ_ONLY)
        for above in _above(path):
            if above in self.texts:
                raise FileError(path, "Not a directory")
        if len(posixpath.basename(path)) > LONGEST_NAME:
            raise FileError(path, "File name too long")
        if not self.is_folder(posixpath.dirname(path)):
            raise FileError(path, "No such file or directory")


def _above(path: str) -> Iterator[str]:
    while path not in ("/", ""):
        path = posixpath.dirname(path)
        yield path


def resolved(folder: str, path: str) -> str:
    """The whole path of what a learner calls so in a folder: `~`, `.` and `..` too."""
    if path == "~" or path.startswith("~/"):
        path = HOME + path[1:]
    whole = posixpath.normpath(posixpath.join(folder, path))
    return "/" + whole.lstrip("/")
