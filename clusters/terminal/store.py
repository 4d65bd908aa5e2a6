"""What a terminal keeps: its files and variables, and the lines that were typed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from clusters import runtime
from clusters.callers.wall import now
from clusters.models import Terminal, TerminalEntry
from clusters.secrets_at_rest import Unreadable, opened, sealed
from clusters.terminal import samples
from clusters.terminal.files import HOME, MOST_BYTES, Files
from clusters.terminal.session import LAPTOP, Session

KEPT_ENTRIES = 200
KEPT_BYTES = 64 * 1024
"""So much of an entry's output is kept."""
MOST_STATE = 128 * 1024
"""So many letters do the variables have at most."""


@dataclass
class Kept:
    """A terminal as it was stored when a line began."""

    number: int
    """The row's: after a reset there is another one."""
    files: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    folder: str = HOME
    place: str = LAPTOP


@dataclass(frozen=True)
class Entry:
    """A line and what came of it. `code` is None while it runs, or when it was lost."""

    name: str
    line: str
    output: str
    cut: bool
    code: int | None
    at: float


def load(sandbox_id: str) -> Kept:
    """The terminal as the next line finds it. Raises runtime.Gone."""
    try:
        row, _ = Terminal.objects.get_or_create(sandbox_id=sandbox_id)
    except IntegrityError as error:
        raise runtime.Gone from error
    return _kept(row)


def look(sandbox_id: str) -> Kept:
    """The terminal as it is, for who only reads."""
    row = Terminal.objects.filter(sandbox_id=sandbox_id).first()
    return _kept(row) if row is not None else Kept(0)


def fill(session: Session, kept: Kept) -> None:
    """Give a session what is kept; what it changes stays its own until `save`."""
    session.files = Files(dict(kept.files), given=samples.FILES)
    session.variables = dict(kept.variables)
    session.folder, session.place = kept.folder, kept.place


def save(session: Session, before: Kept) -> list[str]:
    """Keep what a session changed, file by file; the paths for which there is no room.

    Two tabs may write at once: what this one left alone stays as the other wrote it.
    """
    if not _changed(session, before):
        return []
    with transaction.atomic():
        row = Terminal.objects.select_for_update().filter(id=before.number).first()
        if row is None:  # reset or deleted meanwhile
            return []
        there = _kept(row)
        lost = _merge_files(session, there) + _merge_state(session, before, there)
        row.files = _sealed(there.files)
        state = {
            "variables": there.variables,
            "folder": there.folder,
            "place": there.place,
        }
        row.state = _sealed(state)
        row.save()
    return lost


def write(sandbox_id: str, path: str, text: str) -> None:
    """Keep one file. Raises files.FileError."""
    with transaction.atomic():
        Terminal.objects.get_or_create(sandbox_id=sandbox_id)
        row = Terminal.objects.select_for_update().get(sandbox_id=sandbox_id)
        kept = _kept(row).files
        Files(dict(kept), given=samples.FILES).write(path, text)
        row.files = _sealed({**kept, path: text})
        row.save()


def begin(sandbox_id: str, name: str, line: str) -> bool:
    """Note that a line runs; False when there is an entry of this name already."""
    try:
        with transaction.atomic():
            made = TerminalEntry.objects.create(
                sandbox_id=sandbox_id, name=name, line=sealed(line), at=now()
            )
    except IntegrityError:
        return False
    rows = TerminalEntry.objects.filter(sandbox_id=sandbox_id).order_by("-id")
    last = rows.values_list("id", flat=True)[KEPT_ENTRIES - 1 : KEPT_ENTRIES].first()
    if last is not None and last < made.id:
        rows.filter(id__lt=last).delete()
    return True


def end(sandbox_id: str, name: str, output: str, code: int, *, cut: bool) -> None:
    """Keep what came of a line."""
    rows = TerminalEntry.objects.filter(sandbox_id=sandbox_id, name=name)
    rows.update(output=sealed(output), code=code, cut=cut)


def entry(sandbox_id: str, name: str) -> Entry | None:
    row = TerminalEntry.objects.filter(sandbox_id=sandbox_id, name=name).first()
    return _entry(row) if row is not None else None


def entries(sandbox_id: str, most: int) -> list[Entry]:
    """The newest entries, oldest first."""
    rows = TerminalEntry.objects.filter(sandbox_id=sandbox_id).order_by("-id")[:most]
    return [_entry(row) for row in rows][::-1]


def last_code(sandbox_id: str) -> int:
    """The code of the line that ended last: what `$?` is."""
    rows = TerminalEntry.objects.filter(sandbox_id=sandbox_id).exclude(code=None)
    return rows.order_by("-id").values_list("code", flat=True).first() or 0


def lines(sandbox_id: str) -> list[str]:
    """What was typed, oldest first; a line that is typed again counts once, last."""
    rows = TerminalEntry.objects.filter(sandbox_id=sandbox_id).order_by("-id")
    found = (_opened(data) for data in rows.values_list("line", flat=True))
    return list(dict.fromkeys(line for line in found if line))[::-1]


def _kept(row: Terminal) -> Kept:
    state: dict[str, Any] = json.loads(_opened(row.state) or "{}")
    return Kept(
        row.id,
        json.loads(_opened(row.files) or "{}"),
        state.get("variables", {}),
        state.get("folder", HOME),
        state.get("place", LAPTOP),
    )


def _entry(row: TerminalEntry) -> Entry:
    line, output = _opened(row.line), _opened(row.output)
    return Entry(row.name, line, output, row.cut, row.code, row.at)


def _opened(data: bytes | memoryview) -> str:
    """What was sealed; "" for what another installation's key sealed."""
    try:
        return opened(data) if data else ""
    except Unreadable:
        return ""


def _sealed(value: Any) -> bytes:
    return sealed(json.dumps(value, ensure_ascii=False))


def _changed(session: Session, before: Kept) -> bool:
    return bool(session.files.changed) or (
        (session.variables, session.folder, session.place)
        != (before.variables, before.folder, before.place)
    )


def _merge_files(session: Session, there: Kept) -> list[str]:
    lost = []
    room = MOST_BYTES - Files(there.files).size()
    for path in sorted(session.files.changed):
        text = session.files.texts.get(path)
        grown = len((text or "").encode()) - len(there.files.get(path, "").encode())
        if grown > max(room, 0):
            lost.append(path)
            continue
        room -= grown
        if text is None:
            there.files.pop(path, None)
        else:
            there.files[path] = text
    return lost


def _merge_state(session: Session, before: Kept, there: Kept) -> list[str]:
    if len(json.dumps(session.variables)) > MOST_STATE:
        return ["the variables"]
    for name in {*session.variables, *before.variables}:
        value = session.variables.get(name)
        if value == before.variables.get(name):
            continue
        if value is None:
            there.variables.pop(name, None)
        else:
            there.variables[name] = value
    if session.folder != before.folder:
        there.folder = session.folder
    if session.place != before.place:
        there.place = session.place
    return []
