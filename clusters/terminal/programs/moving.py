"""mkdir, rmdir, touch, rm, cp and mv: the terminal's files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from clusters.terminal.files import (
    FOLDERS,
    LONGEST_PATH,
    READ_ONLY,
    FileError,
    Files,
    resolved,
)
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.program import Call, Err, Exit

VERBOSE = Option("v", "verbose", about="say what is done")


def _complained(call: Call, what: str, name: str, reason: str) -> Err:
    return Err(f"{call.name}: {what} '{name}': {reason}\n")


@tool(
    "mkdir",
    Manual(
        ("mkdir [OPTION]... DIRECTORY...",),
        "Make folders.",
        (
            Option("p", "parents", about="those above, too; no error if it is there"),
            Option(
                "m", "mode", "MODE", about="nothing: files have no permissions here"
            ),
            VERBOSE,
        ),
    ),
)
def mkdir(call: Call, given: Given) -> Iterator[str]:
    """Make folders."""
    if not given.words:
        raise Exit(
            1, "mkdir: missing operand\nTry 'mkdir --help' for more information."
        )
    failed = False
    for name in given.words:
        path = resolved(call.session.folder, name)
        try:
            made = _make(call.session.files, path, parents=given.on("p"))
        except FileError as error:
            failed = True
            yield _complained(call, "cannot create directory", name, error.reason)
            continue
        if made and given.on("v"):
            yield f"mkdir: created directory '{name}'\n"
    if failed:
        raise Exit(1)


def _make(files: Files, path: str, *, parents: bool) -> bool:
    if len(path) > LONGEST_PATH:
        raise FileError(path, "File name too long")
    if not parents:
        files.make_folder(path)
        return True
    missing = []
    while not files.is_folder(path):
        missing.append(path)
        path = posixpath.dirname(path)
    for one in reversed(missing):
        files.make_folder(one)
    return bool(missing)


@tool("rmdir", Manual(("rmdir DIRECTORY...",), "Remove empty folders.", (VERBOSE,)))
def rmdir(call: Call, given: Given) -> Iterator[str]:
    """Remove empty folders."""
    failed = False
    for name in given.words:
        path, files = resolved(call.session.folder, name), call.session.files
        reason = _not_empty(files, path)
        if reason:
            failed = True
            yield _complained(call, "failed to remove", name, reason)
        else:
            files.remove(path + "/")
    if failed:
        raise Exit(1)


def _not_empty(files: Files, path: str) -> str:
    if path in files.texts:
        return "Not a directory"
    if not files.is_folder(path):
        return "No such file or directory"
    if files.inside(path):
        return "Directory not empty"
    return "Device or resource busy" if path + "/" not in files.texts else ""


@tool(
    "touch",
    Manual(
        ("touch FILE...",),
        "Make files that are not there.",
        (Option("c", "no-create", about="make none"),),
    ),
)
def touch(call: Call, given: Given) -> Iterator[str]:
    """Make files that are not there."""
    if not given.words:
        raise Exit(
            1, "touch: missing file operand\nTry 'touch --help' for more information."
        )
    failed = False
    for name in given.words:
        path, files = resolved(call.session.folder, name), call.session.files
        if path in files.texts or files.is_folder(path) or given.on("c"):
            continue
        try:
            files.write(path, "")
        except FileError as error:
            failed = True
            yield _complained(call, "cannot touch", name, error.reason)
    if failed:
        raise Exit(1)


@tool(
    "rm",
    Manual(
        ("rm [OPTION]... FILE...",),
        "Remove files.",
        (
            Option("f", "force", about="no error for what is not there"),
            Option("i", about="nothing: nobody is asked here"),
            Option("r", "recursive", about="folders and all that is in them"),
            Option("R", about="the same"),
            Option("d", "dir", about="empty folders, too"),
            VERBOSE,
        ),
    ),
)
def rm(call: Call, given: Given) -> Iterator[str]:
    """Remove files."""
    if not given.words and not given.on("f"):
        raise Exit(1, "rm: missing operand\nTry 'rm --help' for more information.")
    failed = False
    for name in given.words:
        reason = _removed(call, given, resolved(call.session.folder, name))
        if reason:
            failed = True
            yield _complained(call, "cannot remove", name, reason)
        elif given.on("v"):
            yield f"removed '{name}'\n"
    if failed:
        raise Exit(1)


def _removed(call: Call, given: Given, path: str) -> str:
    """Remove what is there; why it cannot be, if so."""
    files = call.session.files
    if files.read_only(path):
        return READ_ONLY
    if path in files.texts:
        files.remove(path)
        return ""
    if not files.is_folder(path):
        return "" if given.on("f") else "No such file or directory"
    if not given.on("r", "R"):
        return "Is a directory"
    below = path.rstrip("/") + "/"
    inside = [one for one in files.texts if one.startswith(below)]
    own = [one for one in inside if not files.read_only(one)]
    for known in own:
        files.remove(known)
    if len(own) < len(inside):
        return READ_ONLY
    return "Device or resource busy" if below in FOLDERS and below != "/" else ""


COPYING = (
    Option("a", "archive", about="the same as -r here"),
    Option("f", "force", about="nothing: all may be written here"),
    Option("i", "interactive", about="nothing: nobody is asked here"),
    Option("n", "no-clobber", about="leave what is there"),
    Option("p", about="nothing: files have no times here"),
    Option("r", "recursive", about="folders and all that is in them"),
    Option("R", about="the same"),
    VERBOSE,
)


@tool("cp", Manual(("cp [OPTION]... SOURCE... DEST",), "Copy files.", COPYING))
def cp(call: Call, given: Given) -> Iterator[str]:
    """Copy files."""
    yield from _placed(call, given)


@tool(
    "mv", Manual(("mv [OPTION]... SOURCE... DEST",), "Move or rename files.", COPYING)
)
def mv(call: Call, given: Given) -> Iterator[str]:
    """Move or rename files."""
    yield from _placed(call, given)


def _placed(call: Call, given: Given) -> Iterator[str]:
    if not given.words:
        raise Exit(
            1,
            f"{call.name}: missing file operand\nTry '{call.name} --help' for more information.",
        )
    *sources, target = given.words
    if not sources:
        raise Exit(
            1,
            f"{call.name}: missing destination file operand after '{target}'\nTry '{call.name} --help' for more information.",
        )
    files, folder = call.session.files, call.session.folder
    into = files.is_folder(resolved(folder, target))
    if len(sources) > 1 and not into:
        raise Exit(1, f"{call.name}: target '{target}': No such file or directory")
    failed = False
    for source in sources:
        call.session.check()
        whole = resolved(folder, source)
        end = (
            posixpath.join(resolved(folder, target), posixpath.basename(whole))
            if into
            else resolved(folder, target)
        )
        told = _one(call, given, source, end)
        if told:
            failed = True
            yield Err(f"{call.name}: {told}\n")
        elif given.on("v"):
            yield f"{'renamed ' if call.name == 'mv' else ''}'{source}' -> '{target}'\n"
    if failed:
        raise Exit(1)


def _one(call: Call, given: Given, source: str, end: str) -> str:
    """Copy or move one; what is wrong, if so."""
    files, moving = call.session.files, call.name == "mv"
    whole = resolved(call.session.folder, source)
    if whole == end:
        return f"'{source}' and '{end}' are the same file"
    if whole in files.texts:
        if given.on("n") and end in files.texts:
            return ""
        gone = [whole] if moving else []
        return _written(files, source, {end: files.texts[whole]}, gone)
    if not files.is_folder(whole):
        return f"cannot stat '{source}': No such file or directory"
    if not moving and not given.on("r", "R", "a"):
        return f"-r not specified; omitting directory '{source}'"
    return _folder(files, source, whole, end, moving=moving)


def _folder(files: Files, source: str, whole: str, end: str, *, moving: bool) -> str:
    """Copy or move a folder and all below it."""
    below = whole.rstrip("/") + "/"
    if end.startswith(below):
        verb = "move" if moving else "copy"
        return f"cannot {verb} '{source}' to a subdirectory of itself, '{end}'"
    if not files.is_folder(end):
        try:
            files.make_folder(end)
        except FileError as error:
            return f"cannot create directory '{end}': {error.reason}"
    inside = [one for one in files.texts if one.startswith(below)]
    made = {
        end.rstrip("/") + "/" + one.removeprefix(below): files.texts[one]
        for one in inside
        if one != below
    }
    return _written(files, source, made, inside if moving else [])


def _written(files: Files, source: str, made: dict[str, str], gone: list[str]) -> str:
    """Write the new files; take the old ones away first if they move."""
    kept = {path: files.texts[path] for path in gone}
    try:
        for path in gone:
            files.remove(path)
        for path, text in sorted(made.items()):
            if not path.endswith("/"):
                if len(made) > 1:
                    _make(files, posixpath.dirname(path), parents=True)
                files.write(path, text)
            elif not files.is_folder(path):
                files.make_folder(path.rstrip("/"))
    except FileError as error:
        files.texts.update(kept)
        return f"'{source}': {error.path}: {error.reason}"
    return ""
