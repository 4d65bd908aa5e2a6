"""tree and find: the terminal's files, all the way down."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from clusters.terminal.files import resolved
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.program import Call, Err, Exit, program
from clusters.terminal.session import Session
from clusters.terminal.shell.globbing import matches

MANUAL = Manual(
    ("tree [OPTION]... [DIRECTORY]",),
    "Draw folders and files as a tree.",
    (
        Option("a", about="names that begin with a dot, too"),
        Option("d", about="folders only"),
        Option("L", "", "NUM", "NUM folders deep"),
    ),
)
DEEPEST = 50


@tool("tree", MANUAL)
def tree(call: Call, given: Given) -> Iterator[str]:
    """Draw the terminal's files."""
    deep = given.value("L", str(DEEPEST))
    if not deep.isdecimal() or not int(deep[:4]):
        raise Exit(1, "tree: Invalid level, must be greater than 0.")
    drawing = Drawing(call.session, given.on("a"), given.on("d"))
    for name in given.words or ["."]:
        path = resolved(call.session.folder, name)
        if not call.session.files.is_folder(path):
            yield f"{name}  [error opening dir]\n"
            raise Exit(2)
        drawing.folders += 1
        yield f"{name}\n"
        yield from _branches(drawing, path, "", min(int(deep[:4]), DEEPEST))
    told = (
        f"\n{drawing.folders} {'directory' if drawing.folders == 1 else 'directories'}"
    )
    if not given.on("d"):
        told += f", {drawing.files} file{'' if drawing.files == 1 else 's'}"
    yield told + "\n"


@dataclass
class Drawing:
    """What is drawn of a tree, and what was counted on the way."""

    session: Session
    hidden: bool
    folders_only: bool
    folders: int = 0
    files: int = 0

    def names(self, path: str) -> list[str]:
        """What is shown of a folder."""
        return [
            name
            for name in self.session.files.inside(path)
            if (self.hidden or not name.startswith("."))
            and (name.endswith("/") or not self.folders_only)
        ]


def _branches(drawing: Drawing, path: str, lead: str, deep: int) -> Iterator[str]:
    drawing.session.check()
    names = drawing.names(path)
    for name in names:
        last = name == names[-1]
        yield f"{lead}{'└── ' if last else '├── '}{name.rstrip('/')}\n"
        drawing.folders += name.endswith("/")
        drawing.files += not name.endswith("/")
        if name.endswith("/") and deep > 1:
            inner = posixpath.join(path, name.rstrip("/"))
            below = lead + ("    " if last else "│   ")
            yield from _branches(drawing, inner, below, deep - 1)


@program("find")
def find(call: Call) -> Iterator[str]:
    """Print the files below folders; -name PATTERN, -iname, -type f|d, -maxdepth NUM."""
    words = list(call.args)
    starts: list[str] = []
    while words and not words[0].startswith("-"):
        starts.append(words.pop(0))
    tests = _tests(words)
    failed = False
    for start in starts or ["."]:
        path = resolved(call.session.folder, start)
        files = call.session.files
        if not (path in files.texts or files.is_folder(path)):
            failed = True
            yield Err(f"find: '{start}': No such file or directory\n")
            continue
        for name in _below(call, path):
            shown = (
                start
                if name == path
                else start.rstrip("/") + name.removeprefix(path.rstrip("/"))
            )
            if _fits(call, tests, name, name.count("/") - path.rstrip("/").count("/")):
                yield f"{shown}\n"
    if failed:
        raise Exit(1)


def _tests(words: list[str]) -> dict[str, str]:
    tests = {}
    while words:
        flag = words.pop(0)
        if flag == "-print":
            continue
        if flag not in ("-name", "-iname", "-type", "-maxdepth"):
            raise Exit(
                1,
                f"find: unknown predicate `{flag}'"
                if flag.startswith("-")
                else f"find: paths must precede expression: `{flag}'",
            )
        if not words:
            raise Exit(1, f"find: missing argument to `{flag}'")
        tests[flag] = words.pop(0)
    if not tests.get("-maxdepth", "0").isdecimal():
        raise Exit(
            1,
            f"find: Expected a positive decimal integer argument to -maxdepth, but got '{tests['-maxdepth']}'",
        )
    return tests


def _below(call: Call, path: str) -> Iterator[str]:
    """A folder and all below it, folders without slash."""
    call.session.check()
    yield path
    if path in call.session.files.texts:
        return
    for name in call.session.files.inside(path):
        yield from _below(call, posixpath.join(path, name.rstrip("/")))


def _fits(call: Call, tests: dict[str, str], path: str, depth: int) -> bool:
    name = posixpath.basename(path) or "/"
    is_file = path in call.session.files.texts
    if "-name" in tests and not matches([(tests["-name"], False)], name):
        return False
    if "-iname" in tests and not matches(
        [(tests["-iname"].lower(), False)], name.lower()
    ):
        return False
    if "-type" in tests and (tests["-type"] == "f") != is_file:
        return False
    return depth <= int(tests.get("-maxdepth", "999")[:4])
