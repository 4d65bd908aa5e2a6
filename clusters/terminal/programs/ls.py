"""ls: list the terminal's files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from clusters.terminal.files import resolved
from clusters.terminal.gnu.columns import columned
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.program import Call, Err, Exit
from clusters.terminal.session import Session
from clusters.terminal.shell.variables import user

MANUAL = Manual(
    ("ls [OPTION]... [FILE]...",),
    "List files, and what is in folders.",
    (
        Option("a", "all", about="names that begin with a dot, too"),
        Option("A", "almost-all", about="the same without . and .."),
        Option("d", "directory", about="folders themselves, not what is in them"),
        Option("F", "classify", about="a slash behind folders"),
        Option("h", "human-readable", about="sizes like 1.2K"),
        Option("l", about="one line for each, with its size"),
        Option("p", about="a slash behind folders"),
        Option("r", "reverse", about="the other way round"),
        Option("R", "recursive", about="folders in folders, too"),
        Option("S", about="the largest first"),
        Option("t", about="nothing: files have no times here"),
        Option("1", about="one name a line"),
        Option("", "color", "WHEN", about="nothing: the page colours", optional=True),
    ),
    wrong=2,
)
KIB = 1024


@tool("ls", MANUAL)
def ls(call: Call, given: Given) -> Iterator[str]:
    """As GNU ls; files have no times and no permissions here."""
    session, code = call.session, 0
    names = given.words or ["."]
    files, folders = [], []
    for name in names:
        path = resolved(session.folder, name)
        if session.files.is_folder(path) and not given.on("d"):
            folders.append((name, path))
        elif path in session.files.texts or session.files.is_folder(path):
            files.append((name, path))
        else:
            yield Err(f"ls: cannot access '{name}': No such file or directory\n")
            code = 2
    if files:
        yield _listing(call, given, files)
    headed = len(names) > 1 or given.on("R")
    for place, (name, path) in enumerate(folders):
        session.check()
        lead = "\n" if files or place else ""
        yield (f"{lead}{name}:\n" if headed else "") + _folder(call, given, path)
        if given.on("R"):
            folders += _below(session, given, name, path)
    if code:
        raise Exit(code)


def _below(
    session: Session, given: Given, name: str, path: str
) -> list[tuple[str, str]]:
    return [
        (
            posixpath.join(name, inner.rstrip("/")),
            posixpath.join(path, inner.rstrip("/")),
        )
        for inner in session.files.inside(path)
        if inner.endswith("/") and (given.on("a", "A") or not inner.startswith("."))
    ]


def _folder(call: Call, given: Given, path: str) -> str:
    names = call.session.files.inside(path)
    if not given.on("a", "A"):
        names = [name for name in names if not name.startswith(".")]
    entries = [
        (name.rstrip("/"), posixpath.join(path, name.rstrip("/"))) for name in names
    ]
    entries.sort(key=lambda entry: entry[0])
    if given.on("a"):
        entries = [(".", path), ("..", posixpath.dirname(path)), *entries]
    total = f"total {len(entries)}\n" if given.on("l") else ""
    return total + _listing(call, given, entries)


def _listing(call: Call, given: Given, entries: list[tuple[str, str]]) -> str:
    session = call.session
    if given.on("S"):
        entries = sorted(entries, key=lambda entry: -_size(session, entry[1]))
    if given.on("r"):
        entries = entries[::-1]
    marked = given.on("F", "p")
    names = [
        name + ("/" if marked and session.files.is_folder(path) else "")
        for name, path in entries
    ]
    if given.on("l"):
        return _long(session, given, names, entries)
    if given.on("1") or not (names and call.screen):
        return "".join(f"{name}\n" for name in names)
    return columned(names, session.columns)


def _size(session: Session, path: str) -> int:
    return (
        len(session.files.texts.get(path, "").encode())
        if path in session.files.texts
        else 4096
    )


def _long(
    session: Session, given: Given, names: list[str], entries: list[tuple[str, str]]
) -> str:
    sizes = [_size(session, path) for _, path in entries]
    shown = [_human(size) if given.on("h") else str(size) for size in sizes]
    width = max((len(size) for size in shown), default=0)
    who = user(session)
    return "".join(
        f"{_rights(session, path)} 1 {who} {who} {size:>{width}} {name}\n"
        for name, (_, path), size in zip(names, entries, shown, strict=True)
    )


def _rights(session: Session, path: str) -> str:
    if session.files.is_folder(path):
        return "drwxr-xr-x"
    return "-r--r--r--" if session.files.read_only(path) else "-rw-r--r--"


def _human(size: int) -> str:
    if size < KIB:
        return str(size)
    return (
        f"{-(-size * 10 // KIB) / 10:.1f}K"
        if size < 10 * KIB
        else f"{-(-size // KIB)}K"
    )
