"""kubectl describe, through the door."""

from __future__ import annotations

from clusters.terminal.kubectl.describe.anything import titled
from clusters.terminal.kubectl.describe.service import SHOWN


def test_a_pod_is_told_with_its_events(terminal):
    terminal.ok("run told --image=nginx")
    text = terminal.ok("describe pod told")
    assert text.startswith("Name:             told\nNamespace:        default\n")
    assert text.count("Events:\n  Type    Reason     Age") == 1
    assert "Successfully assigned default/told to ip-" in text
    without = terminal.ok("describe pod told --show-events=false")
    assert "Events" not in without


def test_the_beginning_of_a_name_is_enough(terminal):
    terminal.ok("create configmap begun-here --from-literal=a=b")
    assert terminal.ok("describe cm begun").startswith("Name:         begun-here\n")


def test_a_node_tells_what_its_pods_ask_for(terminal):
    name = terminal.ok("get nodes --no-headers").split()[0]
    text = terminal.ok(f"describe node {name}")
    assert "Allocated resources:\n  (Total limits may be over 100 percent" in text
    assert "\n  cpu                " in text


def test_only_so_many_endpoints_of_a_service_are_told(terminal):
    terminal.ok("create deployment many --image=nginx --replicas=5")
    terminal.ok("expose deployment many --port=80")
    terminal.ok("rollout status deploy/many --timeout=20s")
    (line,) = [
        line
        for line in terminal.ok("describe svc many").splitlines()
        if line.startswith("Endpoints:")
    ]
    assert line.count(":80") == SHOWN
    assert line.endswith(f" + {5 - SHOWN} more...")
    terminal.ok("delete deployment many --wait=false")


def test_a_kind_without_describer_is_told_field_by_field(terminal):
    text = terminal.ok("describe lease -n kube-node-lease")
    assert "Spec:\n  Holder Identity:         ip-" in text


def test_names_of_fields_are_taken_apart():
    assert titled("resourceVersion") == "Resource Version"
    assert titled("apiVersion") == "API Version"
    assert titled("uid") == "UID"
    assert titled("f:spec") == "f:spec"


def test_what_is_not_there_is_refused(terminal):
    said = terminal.kubectl("describe pod nobody")
    assert (said.code, said.out) == (1, "")
    assert said.err == 'Error from server (NotFound): pods "nobody" not found\n'
    assert "see Connect" in terminal.kubectl("describe -k folder").err
