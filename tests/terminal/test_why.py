"""Why a line ended so, and what to try next: from the change log, never made up."""

from __future__ import annotations

import re

import pytest

from clusters import runtime
from clusters.console.refusing import refusals
from clusters.terminal import suggest, why
from clusters.terminal.after import current_context, standing_in
from clusters.terminal.files import HOME
from clusters.terminal.session import LAPTOP

TABLE = "NAME   READY   STATUS             RESTARTS   AGE\n"


@pytest.fixture
def ill(terminal):
    """A Pod whose image is not there; its name."""
    terminal.ok("create deployment typo --image=nginx:no-such-tag")
    runtime.advance(terminal.session.sandbox)
    yield next(
        key.name
        for key, _ in terminal.session.world().list("k8s.Pod")
        if key.name.startswith("typo-")
    )
    terminal.ok("delete deployment typo")
    runtime.advance(terminal.session.sandbox)


def about(terminal, line, output, code=0):
    return why.of(terminal.session.sandbox, line, output, code)


def test_output_that_is_well_needs_no_reason(terminal, ill):
    listed = terminal.ok("get nodes")

    assert about(terminal, "kubectl get nodes", listed) is None


def test_a_pod_without_its_image_is_explained_by_what_was_said_of_it(terminal, ill):
    listed = terminal.ok("get pods")

    found = about(terminal, "kubectl get pods", listed)

    assert re.search(r"ErrImagePull|ImagePullBackOff", listed)
    assert found.text.startswith(f"Pod default/{ill}: ")
    assert (found.owner, found.next) == ("you", "Next move: yours.")
    assert "image cannot be pulled" in found.move
    assert re.fullmatch(rf"/s/{terminal.session.sandbox}/why/\d+/", found.href)
    assert re.fullmatch(r"See the \d+ changes? that led to it", found.link)


def test_the_first_that_is_not_well_is_explained_not_the_first_in_the_list(
    terminal, ill
):
    output = f"{TABLE}fine   1/1   Running   0   1m\n{ill}   0/1   ImagePullBackOff   0   1m\n"

    assert ill in about(terminal, "kubectl get pods", output).text


def test_words_that_name_nothing_here_are_not_explained(terminal, ill):
    output = f"{TABLE}stranger   0/1   CrashLoopBackOff   9   1m\n"

    assert about(terminal, "kubectl get pods", output) is None


def test_a_command_that_failed_is_explained_by_the_thing_it_names(terminal, ill):
    output = f"error: timed out waiting for the condition on pods/{ill}\n"

    found = about(terminal, f"kubectl wait pod {ill}", output, 1)

    assert ill in found.text


def test_a_refusal_is_explained_by_its_code(terminal):
    said = terminal.kubectl("get deployment nothing")

    found = about(terminal, "kubectl get deployment nothing", said.err, said.code)

    assert found.text == refusals.explained("NotFound").text
    assert found.owner == "you"


def test_an_aws_refusal_is_explained_and_leads_to_the_page_that_helps(terminal):
    said = (
        "\nAn error occurred (AccessDeniedException) when calling the CreateCluster "
        "operation: User is not authorized to perform: eks:CreateCluster\n"
    )

    found = about(terminal, "aws eks create-cluster", said, 254)

    assert "no policy" in found.text
    assert found.href == f"/s/{terminal.session.sandbox}/roles/"


@pytest.mark.parametrize(
    ("line", "output"),
    [
        ("foo", "bash: foo: command not found\n"),
        ("false", ""),
        ("cat x", "cat: x: No such file or directory\n"),
        ("kubectl get pods", "error: unknown flag: --foo\n"),
    ],
)
def test_what_no_door_refused_is_not_explained(line, output, terminal):
    assert about(terminal, line, output, 1) is None


@pytest.mark.parametrize("output", ["\x00\u202e" * 100, "Error " * 5000, "(" * 20_000])
def test_odd_output_is_read_quickly_and_harmlessly(output, terminal):
    about(terminal, "x", output, 1)


def test_what_was_said_long_is_cut_and_the_link_leads_on(terminal, ill):
    found = about(terminal, "kubectl get pods", terminal.ok("get pods"))

    assert len(found.text) <= why.LONGEST_SAID + 1


def test_without_a_kubeconfig_the_first_thing_to_try_is_to_write_one(terminal):
    tries = suggest.suggestions(terminal.session.world(), "")

    assert tries[0].line == ("aws eks update-kubeconfig --region us-west-2 --name demo")
    assert tries[-1].line == "help"


def test_a_pod_that_is_not_well_is_to_be_described(terminal, ill):
    files = terminal.session.files.texts
    found = standing_in(terminal.session.world(), files, LAPTOP)

    assert found["tries"][0]["line"] == f"kubectl describe pod {ill}"
    assert found["context"] == "Context: demo"


@pytest.mark.parametrize("reason", ["KubeletNotReady", "NodeStatusUnknown"])
def test_a_node_that_is_not_ready_says_itself_why(reason):
    condition = {"type": "Ready", "reason": reason, "message": "reason:No message:why"}
    other = {**condition, "type": "DiskPressure", "message": "no"}

    assert why.unready({"status": {"conditions": [other, condition]}}) == "why"
    assert why.unready({"status": {"conditions": [{**condition, "reason": "x"}]}}) == ""
    assert why.unready({"status": "ACTIVE"}) == why.unready({}) == ""


def test_without_a_kubeconfig_it_says_what_writes_one(terminal):
    terminal.session.files.texts.clear()
    said = terminal.kubectl("get nodes")

    found = about(terminal, "kubectl get nodes", said.err, said.code)

    assert "has no kubeconfig yet" in found.text
    assert found.move == "Type aws eks update-kubeconfig --name demo."
    assert found.href == f"/s/{terminal.session.sandbox}/connect/"
    empty = why.of(runtime.create(seed=9).id, "kubectl get nodes", said.err, said.code)
    assert empty.move == "Make a cluster first."
    assert empty.href.endswith("/getting-started/")


def test_an_account_without_clusters_is_looked_at(terminal):
    empty = runtime.read(runtime.create(seed=9).id)

    lines = [one.line for one in suggest.suggestions(empty, "")]

    assert lines == ["aws eks list-clusters", "aws sts get-caller-identity", "help"]


def test_every_suggestion_works(terminal, ill):
    for one in suggest.suggestions(terminal.session.world(), "demo"):
        if one.line.startswith("kubectl "):
            terminal.ok(one.line.removeprefix("kubectl "))


@pytest.mark.parametrize("text", ["", "[1", "- a", "current-context: 5", "x: &a [*a]"])
def test_a_kubeconfig_that_is_none_chooses_nothing_or_what_it_says(text):
    found = current_context({f"{HOME}/.kube/config": text})

    assert found in {"", "5"}


def test_where_one_stands_is_said_when_it_is_not_the_laptop(terminal):
    world = terminal.session.world()
    key, doc = world.list("ec2.Instance")[0]

    found = standing_in(world, {}, key.name)

    assert found["where"] == f"On {doc['PrivateDnsName'].partition('.')[0]}"
    assert standing_in(world, {}, LAPTOP)["where"] == ""
