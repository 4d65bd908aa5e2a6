"""nano, vi and edit: the page's own editor opens."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.files import READ_ONLY, resolved
from clusters.terminal.program import Call, Exit, program
from clusters.terminal.session import EDIT

COPY = "the samples stay as they are, so change a copy: cp samples/web.yaml ."


@program("edit", "nano", "vi", "vim", "emacs")
def edit(call: Call) -> Iterator[str]:
    """Open a file in the page's editor."""
    names = [arg for arg in call.args if not arg.startswith(("-", "+"))]
    if len(names) != 1:
        raise Exit(1, f"{call.name}: name one file: {call.name} web.yaml")
    path, files = resolved(call.session.folder, names[0]), call.session.files
    if files.is_folder(path):
        raise Exit(1, f"{call.name}: {names[0]}: Is a directory")
    if files.read_only(path):
        raise Exit(1, f"{call.name}: {names[0]}: {READ_ONLY}; {COPY}")
    yield EDIT + path
