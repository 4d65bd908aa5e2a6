"""Commands of kubectl that are not in the terminal."""

from __future__ import annotations

import pytest

from clusters.terminal.kubectl.commands.elsewhere import ON_YOUR_COMPUTER, WITHOUT


@pytest.mark.parametrize("name", ON_YOUR_COMPUTER)
def test_what_works_elsewhere_says_where_whatever_its_flags(terminal, name):
    said = terminal.kubectl(f"{name} x --some-flag=1 -f -")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"error: kubectl {name} is not in this terminal yet; works from your own "
        "computer: see Connect\n"
    )


@pytest.mark.parametrize("name", WITHOUT)
def test_what_works_nowhere_says_what_to_do_instead(terminal, name):
    said = terminal.kubectl(f"{name} x --some-flag=1 -f -")
    assert (said.code, said.out) == (1, "")
    assert "neither here nor from your own computer; `" in said.err


def test_an_alias_is_the_command(terminal):
    assert "kubectl create ingress is not" in terminal.kubectl("create ing x").err


def test_help_lists_them_apart_and_tells_of_each(terminal):
    here, _, others = terminal.ok("help").partition("Not in this terminal yet:")
    assert "  get " in here
    assert "  diff " in others
    assert terminal.ok("diff --help") == terminal.ok("help diff")
    assert "`kubectl diff` says more" in terminal.ok("help diff")


def test_a_topic_that_nobody_knows_is_told(terminal):
    said = terminal.kubectl("help unicorns")
    assert said.code == 0
    assert said.err == "Unknown help topic [`unicorns`]\n"


def test_a_word_that_only_begins_commands_names_them(terminal):
    said = terminal.kubectl("set")
    assert said.code == 1
    assert "kubectl set image\n" in said.err
    assert terminal.kubectl("set colour").err == (
        'error: unknown command "colour"\n'
        "See 'kubectl set -h' for help and examples\n"
    )
