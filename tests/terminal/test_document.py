"""docs/terminal.md is what the terminal has."""

from __future__ import annotations

import pytest

from tests.terminal.document import OUT, document


def test_the_document_is_of_this_terminal(request: pytest.FixtureRequest):
    if request.config.getoption("--rewrite-golden"):
        OUT.write_text(document())
    assert OUT.read_text() == document(), "run `make docs`"
