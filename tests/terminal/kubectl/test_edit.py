"""kubectl edit, with an editor that the test plays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clusters.terminal.program import Call, Err, programs
from clusters.terminal.session import EDIT, Session


def edited(session: Session, change: Callable[[str], str | None]) -> list[str]:
    """Type `kubectl edit cm settings`; `change` is what the editor makes of a text."""
    said: list[str] = []
    call = Call("kubectl", ["edit", "cm", "settings"], session, None, {})
    for piece in programs["kubectl"](call):
        if piece.startswith(EDIT):
            path = piece.removeprefix(EDIT)
            text = session.files.read(path)
            said.append(text)
            session.edits.put((path, change(text)))
        else:
            said.append(f"stderr: {piece}" if isinstance(piece, Err) else piece)
    return said


@pytest.fixture
def settings(terminal):
    terminal.kubectl("delete cm settings --ignore-not-found")
    terminal.ok("create cm settings --from-literal=colour=teal")
    return terminal


def test_what_was_changed_is_sent(settings):
    said = edited(settings.session, lambda text: text.replace("teal", "red"))
    assert said[0].startswith("# Please edit the object below.")
    assert said[1:] == ["configmap/settings edited\n"]
    assert settings.ok("get cm settings -o jsonpath={.data.colour}") == "red"
    assert not [path for path in settings.session.files.texts if "edit" in path]


def test_nothing_is_sent_when_nothing_was_changed(settings):
    for change in (lambda text: text, lambda text: None):
        said = edited(settings.session, change)
        assert said[1] == "stderr: Edit cancelled, no changes made.\n"
    said = edited(settings.session, lambda text: "# nothing\n")
    assert said[1] == "stderr: Edit cancelled, saved file was empty.\n"


def test_what_is_refused_opens_again_with_the_reason(settings):
    tries = iter(["colours: red\n", "- x\n", None])

    def change(text: str) -> str | None:
        more = next(tries)
        return None if more is None else text + more

    said = edited(settings.session, change)
    assert (
        "# error: error validating data" in said[1]
        or 'unknown field "colours"' in said[1]
    )
    assert "yaml: " in said[2]
    assert said[-1] == "stderr: Edit cancelled, no changes made.\n"
