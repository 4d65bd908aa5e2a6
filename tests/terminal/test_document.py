"""docs/terminal.md is what the terminal has."""

from __future__ import annotations

from tests.terminal.document import OUT, document


def test_the_document_is_of_this_terminal():
    assert OUT.read_text() == document(), "run `make docs`"
