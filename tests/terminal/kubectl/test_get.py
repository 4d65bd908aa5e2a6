"""kubectl get, through the door."""

from __future__ import annotations


def test_it_lists_what_is_there(terminal):
    head, *rows = terminal.ok("get nodes").splitlines()
    assert head.split() == ["NAME", "STATUS", "ROLES", "AGE", "VERSION"]
    assert [row.split()[1] for row in rows] == ["Ready", "Ready"]


def test_it_says_that_nothing_is_there(terminal):
    said = terminal.kubectl("get deployments")
    assert (said.code, said.out) == (0, "")
    assert said.err == "No resources found in default namespace.\n"


def test_an_unknown_object_is_an_error_of_the_server(terminal):
    said = terminal.kubectl("get pod nobody")
    assert said.code == 1
    assert said.err == 'Error from server (NotFound): pods "nobody" not found\n'


def test_an_unknown_kind_is_kubectls_own_error(terminal):
    said = terminal.kubectl("get unicorns")
    assert said.err == 'error: the server doesn\'t have a resource type "unicorns"\n'


def test_without_a_configuration_it_finds_no_server(terminal):
    terminal.session.files.texts.clear()
    assert terminal.kubectl("get pods").err == (
        "The connection to the server localhost:8080 was refused - did you specify the "
        "right host or port?\n"
    )
