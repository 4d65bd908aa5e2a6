"""kubectl get, through the door."""

from __future__ import annotations

from clusters.terminal import wire


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


def test_a_list_takes_one_request_once_the_kinds_are_known(terminal, monkeypatch):
    terminal.ok("get pods -A")
    asked = []
    real = wire.send
    monkeypatch.setattr(
        wire,
        "send",
        lambda *args, **more: (asked.append(args[2]), real(*args, **more))[1],
    )
    terminal.ok("get pods -A")
    assert [path.rpartition("/")[2] for path in asked] == ["pods"]


def test_it_prints_whole_objects(terminal):
    name = "kube-root-ca.crt"
    assert terminal.ok(f"get cm {name} -o name") == f"configmap/{name}\n"
    assert terminal.ok("get cm -o jsonpath={.items[*].kind}") == "ConfigMap"
    assert terminal.ok("get cm -o custom-columns=N:.metadata.name").split() == [
        "N",
        name,
    ]
    assert terminal.ok(f"get cm {name} -o yaml").startswith("apiVersion: v1\ndata:\n")


def test_it_refuses_what_is_not_in_this_terminal(terminal):
    said = terminal.kubectl("get -k folder")
    assert (said.code, "not in this terminal yet" in said.err) == (1, True)


def test_an_unknown_form_of_output_names_all_known_ones(terminal):
    said = terminal.kubectl("get pods -o foo")
    assert said.err.startswith(
        'error: unable to match a printer suitable for the output format "foo", allowed '
        "formats are: custom-columns,"
    )
