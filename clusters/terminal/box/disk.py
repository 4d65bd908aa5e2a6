"""The terminal's files where a library looks for a disk: open, stat and the like.

`mount` puts these functions in place of Python's own, in this process, for good. Then
no path that a learner names leads to the host: each is a key of a dictionary. The
libraries' own data is read within `libraries_open` only.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from clusters.terminal.box.refusing import LIBRARIES, inside
from clusters.terminal.files import HOME, FileError, Files, resolved

REASONS = {
    "Is a directory": errno.EISDIR,
    "Not a directory": errno.ENOTDIR,
    "File exists": errno.EEXIST,
    "File name too long": errno.ENAMETOOLONG,
    "No such file or directory": errno.ENOENT,
}
STDIN = ("/dev/stdin", "/dev/fd/0")
NOTHING = os.devnull
FIRST_DESCRIPTOR = 1 << 20
"""Descriptors of the terminal's files; no process here has so many real ones."""
REAL_OPEN, REAL_STAT, REAL_LISTDIR = builtins.open, os.stat, os.listdir
REAL_CLOSE = os.close


@contextmanager
def as_the_system(name: Any) -> Iterator[None]:
    """Let the terminal's refusals be those of an operating system, of a file's name."""
    try:
        yield
    except FileError as error:
        number = REASONS.get(error.reason, errno.EDQUOT)
        raise OSError(number, error.reason, name) from None


@dataclass
class Disk:
    """The files of one terminal; its methods are called as Python's own functions."""

    files: Files
    folder: str = HOME
    stdin: Callable[[], str] = str
    _reading_libraries: bool = False
    _descriptors: dict[int, tuple[str, str]] = field(default_factory=dict)

    @contextmanager
    def libraries_open(self) -> Iterator[None]:
        """What the library itself wants of its own data, it gets meanwhile."""
        before, self._reading_libraries = self._reading_libraries, True
        try:
            yield
        finally:
            self._reading_libraries = before

    def open(self, file: Any, mode: str = "r", *how: Any, **named: Any) -> Any:
        """A file, as text or as bytes."""
        if self._is_real(file):
            return REAL_OPEN(file, mode, *how, **named)
        if isinstance(file, int):
            path, held = self._descriptors.pop(file)
            mode = mode.replace("w", held)
        else:
            path = self._path(file)
        content = Content(self, path, mode, file)
        if "b" in mode:
            return content
        return io.TextIOWrapper(content, "utf-8", newline=named.get("newline"))

    def os_open(self, name: Any, flags: int, *_: Any, **__: Any) -> int:
        """A descriptor. What it is made for is written when it becomes a file."""
        path = self._path(name)
        if flags & os.O_CREAT:
            mode = "x" if flags & os.O_EXCL else "w" if flags & os.O_TRUNC else "a"
            Content(self, path, mode, name).close()
        else:
            self.content(path, name)
        number = FIRST_DESCRIPTOR + len(self._descriptors)
        self._descriptors[number] = (path, "a" if flags & os.O_APPEND else "r+")
        return number

    def close(self, number: int) -> None:
        if self._descriptors.pop(number, None) is None:
            REAL_CLOSE(number)

    def stat(self, name: Any, **_: Any) -> os.stat_result:
        if self._is_real(name):
            return REAL_STAT(name)
        path = self._path(name)
        if self.files.is_folder(path):
            return _status(stat.S_IFDIR | 0o755, 0)
        size = 0 if path in STDIN else len(self.content(path, name))
        return _status(stat.S_IFREG | 0o600, size)

    def listdir(self, name: Any = ".") -> list[str]:
        if self._is_real(name):
            return list(REAL_LISTDIR(name))
        path = self._path(name)
        if not self.files.is_folder(path):
            self.content(path, name)
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory", name)
        return [found.rstrip("/") for found in self.files.inside(path)]

    def access(self, name: Any, *_: Any, **__: Any) -> bool:
        path = self._path(name)
        return self.files.is_folder(path) or path in self.files.texts

    def mkdir(self, name: Any, *_: Any, **__: Any) -> None:
        with as_the_system(name):
            self.files.make_folder(self._path(name))

    def remove(self, name: Any, **_: Any) -> None:
        with as_the_system(name):
            self.files.remove(self._path(name))

    def rename(self, old: Any, new: Any, **_: Any) -> None:
        self.store(self._path(new), self.content(self._path(old), old), new)
        self.remove(old)

    def content(self, path: str, name: Any) -> bytes:
        """What is in a file; `name` is what it was called. Raises OSError."""
        if path in STDIN:
            return self.stdin().encode()
        if path == NOTHING:
            return b""
        with as_the_system(name):
            return self.files.read(path).encode()

    def store(self, path: str, content: bytes, name: Any) -> None:
        """Keep a file; `name` is what it was called. Raises OSError."""
        if path == NOTHING:
            return
        try:
            text = content.decode()
        except UnicodeDecodeError:
            words = "The terminal keeps text only"
            raise OSError(errno.EINVAL, words, name) from None
        with as_the_system(name):
            self.files.write(path, text)

    def _path(self, name: Any) -> str:
        text = os.fsdecode(os.fspath(name))
        if "\0" in text:
            raise ValueError("embedded null byte")
        return resolved(self.folder, text)

    def _is_real(self, name: Any) -> bool:
        return self._reading_libraries and inside(LIBRARIES, name)


class Content(io.BytesIO):
    """An open file. What was written is kept when it closes."""

    def __init__(self, disk: Disk, path: str, mode: str, name: Any) -> None:
        self.disk, self.path, self.name = disk, path, name
        self.writes = bool(set(mode) & set("wax+"))
        there = path in disk.files.texts
        if there and "x" in mode:
            raise FileExistsError(errno.EEXIST, "File exists", name)
        empty = "w" in mode or (not there and bool(set(mode) & set("ax")))
        super().__init__(b"" if empty else disk.content(path, name))
        if empty:
            disk.store(path, b"", name)
        if "a" in mode:
            self.seek(0, io.SEEK_END)

    def close(self) -> None:
        if self.writes and not self.closed:
            self.writes = False
            self.disk.store(self.path, self.getvalue(), self.name)
        super().close()

    def writable(self) -> bool:
        return self.writes

    def fileno(self) -> int:
        """Of no use but to be handed to functions that do nothing here."""
        return FIRST_DESCRIPTOR


def mount(disk: Disk) -> None:
    """Put the terminal's files in place of the host's, for the rest of this process."""
    of_os: dict[str, Callable[..., Any]] = {
        "access": disk.access,
        "chdir": lambda _: None,
        "chmod": lambda *_, **__: None,
        "close": disk.close,
        "fchmod": lambda *_, **__: None,
        "fdopen": disk.open,
        "fsync": lambda _: None,
        "getcwd": lambda: disk.folder,
        "listdir": disk.listdir,
        "lstat": disk.stat,
        "mkdir": disk.mkdir,
        "open": disk.os_open,
        "remove": disk.remove,
        "rename": disk.rename,
        "replace": disk.rename,
        "stat": disk.stat,
        "unlink": disk.remove,
        "utime": lambda *_, **__: None,
    }
    for name, function in of_os.items():
        setattr(os, name, function)
    builtins.open = io.open = disk.open
    os.path.expanduser = _expanded  # type: ignore[assignment]
    os.path.realpath = os.path.abspath  # type: ignore[assignment]
    tempfile.tempdir = "/tmp"  # noqa: S108  (a folder of the terminal)


def _status(mode: int, size: int) -> os.stat_result:
    return os.stat_result((mode, 0, 0, 1, 0, 0, size, 0, 0, 0))


def _expanded(path: Any) -> str:
    """`~` only: of other people's homes this terminal knows nothing."""
    text = os.fsdecode(os.fspath(path))
    if text == "~" or text.startswith("~/"):
        return os.environ.get("HOME", HOME).rstrip("/") + text[1:]
    return text
