"""The filter plugins: which one refuses a node, and in which words."""

from __future__ import annotations

import pytest

from clusters.sim.controllers.scheduler.filters import refused
from clusters.sim.controllers.scheduler.nodes import with_pods
from clusters.sim.world import Document, Key


def a_node(
    *pods: Document, taints=(), labels=None, cpu="2", memory="4Gi", count="3", **spec
):
    amounts = {"cpu": cpu, "memory": memory, "pods": count}
    body = {
        "metadata": {"name": "n", "labels": labels or {}},
        "spec": {"taints": list(taints), **spec},
        "status": {"allocatable": amounts},
    }
    here = [(Key("k8s.Pod", "c/default", f"p{i}"), pod) for i, pod in enumerate(pods)]
    return with_pods(Document(body, 1), here)


def a_pod(cpu="", memory="", port=0, **spec) -> Document:
    amounts = {n: v for n, v in (("cpu", cpu), ("memory", memory)) if v}
    container = {"name": "c", "resources": {"requests": amounts}}
    if port:
        container["ports"] = [{"containerPort": port, "hostPort": port}]
    return Document({"metadata": {}, "spec": {"containers": [container], **spec}}, 1)


def texts(pod, node, minor=35) -> list[str]:
    return [reason.text for reason in refused(pod, node, minor)[1]]


GPU = {"key": "dedicated", "value": "gpu", "effect": "NoSchedule"}


def test_a_pod_without_wishes_fits_an_empty_node():
    assert refused(a_pod(), a_node(), 35) == ("", ())


def test_a_cordoned_node_is_not_schedulable_unless_that_is_tolerated():
    bears = {"key": "node.kubernetes.io/unschedulable", "operator": "Exists"}
    assert texts(a_pod(), a_node(unschedulable=True)) == ["node(s) were unschedulable"]
    assert texts(a_pod(tolerations=[bears]), a_node(unschedulable=True)) == []


@pytest.mark.parametrize(
    ("minor", "text"),
    [
        (34, "node(s) had untolerated taint {dedicated: gpu}"),
        (35, "node(s) had untolerated taint(s)"),
    ],
)
def test_a_taint_is_named_up_to_1_34(minor, text):
    assert texts(a_pod(), a_node(taints=[GPU]), minor) == [text]


def test_a_toleration_bears_a_taint_of_its_key_value_and_effect():
    equal = {"key": "dedicated", "value": "gpu"}
    assert texts(a_pod(tolerations=[equal]), a_node(taints=[GPU])) == []
    assert (
        texts(a_pod(tolerations=[{**equal, "value": "db"}]), a_node(taints=[GPU])) != []
    )
    assert (
        texts(a_pod(tolerations=[{"operator": "Exists"}]), a_node(taints=[GPU])) == []
    )
    soft = {**GPU, "effect": "PreferNoSchedule"}
    assert texts(a_pod(), a_node(taints=[soft])) == []


def test_selector_and_required_affinity_look_at_labels():
    text = "node(s) didn't match Pod's node affinity/selector"
    assert texts(a_pod(nodeSelector={"disk": "ssd"}), a_node()) == [text]
    assert (
        texts(a_pod(nodeSelector={"disk": "ssd"}), a_node(labels={"disk": "ssd"})) == []
    )
    term = {"matchExpressions": [{"key": "cores", "operator": "Gt", "values": ["4"]}]}
    required = {
        "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}
    }
    pod = a_pod(affinity={"nodeAffinity": required})
    assert texts(pod, a_node(labels={"cores": "2"})) == [text]
    assert texts(pod, a_node(labels={"cores": "8"})) == []


def test_a_host_port_is_free_only_once():
    text = "node(s) didn't have free ports for the requested pod ports"
    assert texts(a_pod(port=80), a_node(a_pod(port=80))) == [text]
    assert texts(a_pod(port=81), a_node(a_pod(port=80))) == []


def test_resources_give_all_their_reasons():
    full = a_node(a_pod(cpu="1500m", memory="3Gi"), count="1")
    assert texts(a_pod(cpu="1", memory="2Gi"), full) == [
        "Too many pods",
        "Insufficient cpu",
        "Insufficient memory",
    ]


def test_only_requests_count_and_limits_stand_in_for_them():
    pod = a_pod()
    pod["spec"]["containers"][0]["resources"] = {"limits": {"cpu": "3"}}
    assert texts(pod, a_node()) == ["Insufficient cpu"]


def test_what_no_empty_node_could_hold_is_hopeless_from_1_34_on():
    giant = a_pod(cpu="4")
    assert refused(giant, a_node(), 33)[1][0].resolvable
    assert not refused(giant, a_node(), 34)[1][0].resolvable


def test_an_init_container_may_ask_for_more_than_the_others_together():
    pod = a_pod(
        cpu="1", initContainers=[{"name": "i", "resources": {"requests": {"cpu": "3"}}}]
    )
    assert texts(pod, a_node()) == ["Insufficient cpu"]


def test_the_first_plugin_that_refuses_ends_the_node():
    pod = a_pod(cpu="8", nodeSelector={"disk": "ssd"})
    assert refused(pod, a_node(taints=[GPU]), 35)[0] == "TaintToleration"
