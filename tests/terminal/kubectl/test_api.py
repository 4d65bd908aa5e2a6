"""What the API has, and the kubeconfig, through the door."""

from __future__ import annotations

import pytest

from clusters.terminal.files import HOME


def test_resources_have_short_names(terminal):
    rows = [line.split() for line in terminal.ok("api-resources").splitlines()]
    assert ["deployments", "deploy", "apps/v1", "true", "Deployment"] in rows


def test_a_field_is_explained(terminal):
    told = terminal.ok("explain deploy.spec.replicas")
    assert "FIELD: replicas <integer>" in told


def test_an_unknown_field_is_an_error(terminal):
    said = terminal.kubectl("explain pods.nope")
    assert said.err == 'error: field "nope" does not exist\n'


def test_client_and_server_tell_their_versions(terminal):
    client, _, server = terminal.ok("version").splitlines()
    assert client.startswith("Client Version: v1.")
    assert server.startswith("Server Version: v1.")


def test_events_are_told_in_the_order_of_time(terminal):
    head, *rows = terminal.ok("events -n kube-system").splitlines()
    assert head.split() == ["LAST", "SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
    assert rows


def test_without_a_metrics_server_there_are_no_figures(terminal):
    assert terminal.kubectl("top nodes").err == "error: Metrics API not available\n"


@pytest.mark.parametrize(
    "line", ["cluster-info dump", "config set-cluster x", "config set-credentials x"]
)
def test_what_is_not_here_says_so(terminal, line):
    said = terminal.kubectl(line)
    assert (said.code, "not in this terminal yet" in said.err) == (1, True)


def test_options_are_the_flags_of_every_command(terminal):
    assert "--namespace" in terminal.ok("options")


def test_a_context_gets_another_namespace(terminal):
    told = terminal.ok("config set-context --current --namespace=kube-system")
    assert told == 'Context "demo" modified.\n'
    assert "coredns" in terminal.ok("get deploy")
    shown = terminal.ok("config view --minify -o jsonpath={..namespace}")
    assert shown == "kube-system"


def test_what_changes_nothing_writes_nothing(terminal):
    before = terminal.session.files.texts[f"{HOME}/.kube/config"]
    terminal.ok("config use-context demo")
    assert terminal.session.files.texts[f"{HOME}/.kube/config"] == before
