"""Whatever a client sends, it is answered or refused: nothing crashes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clusters.sim.errors import Refusal
from clusters.sim.kube import verbs
from clusters.sim.kube.kind import kinds
from clusters.sim.rng import Rng
from clusters.sim.tx import thawed
from tests.sim.kube.a_cluster import Cluster
from tests.sim.kube.samples import NAME, SAMPLES, sample

ROUNDS = 40
JUNK: list[Any] = [
    None,
    {},
    [],
    "",
    "x",
    0,
    -1,
    10**12,
    1.5,
    True,
    [{}],
    [None],
    {"a": None},
]
PATCHES = ["merge", "strategic", "json"]
WRITABLE = sorted(verbs.RESOURCES)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside a document."""
    if at:
        yield at
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, inside in items:
        yield from places(inside, (*at, name))


def spoilt(body: dict[str, Any], rng: Rng) -> dict[str, Any]:
    """A copy with one or two of its values replaced by junk."""
    out = thawed(body)
    for _ in range(1 + rng.below(2)):
        way = rng.choice(list(places(out)))
        inside = out
        for step in way[:-1]:
            inside = inside[step]
        inside[way[-1]] = thawed(rng.choice(JUNK))
    return out


def answered(act: Callable[[], Any]) -> None:
    status = 200
    try:
        act()
    except Refusal as refusal:
        status = refusal.status
    assert status < 500


def whole(resource: str) -> dict[str, Any]:
    """The fullest body at hand: what the server makes of the sample."""
    if resource not in SAMPLES:
        return {
            "metadata": {"name": NAME},
            "spec": {
                "user": "u",
                "namespace": "n",
                "resourceAttributes": {"verb": "get", "resource": "pods"},
            },
        }
    made = Cluster().create(resource, sample(resource))
    return {name: value for name, value in made.items() if name != "status"}


@pytest.mark.parametrize("resource", WRITABLE)
def test_no_body_crashes_a_create(resource):
    rng, body = Rng(1, 0), whole(resource)
    cluster = Cluster()
    for _ in range(ROUNDS):
        sent = spoilt(body, rng)
        answered(lambda sent=sent: cluster.create(resource, sent))


@pytest.mark.parametrize(
    "resource", [r for r in WRITABLE if "update" in kinds[r].verbs]
)
def test_no_body_crashes_an_update_or_a_patch(resource):
    rng = Rng(2, 0)
    cluster = Cluster()
    cluster.create(resource, sample(resource, finalizers=["example.com/lock"]))
    for _ in range(ROUNDS):
        body = dict(cluster.get(resource, NAME))
        body["metadata"] = {
            k: v for k, v in body["metadata"].items() if k != "resourceVersion"
        }
        sent = spoilt(body, rng)
        verb = rng.choice(["update", *PATCHES])
        if verb == "update":
            answered(
                lambda sent=sent: cluster.call("update", resource, name=NAME, body=sent)
            )
        else:
            answered(
                lambda sent=sent, verb=verb: cluster.patch(resource, NAME, sent, verb)
            )


@pytest.mark.parametrize(
    "body", [None, [], "text", 5, {"metadata": None}, {"metadata": []}]
)
@pytest.mark.parametrize("resource", ["pods", "deployments.apps", "services"])
def test_no_bare_value_crashes(resource, body):
    answered(lambda: Cluster().create(resource, body))


@pytest.mark.parametrize("subresource", ["scale", "status"])
def test_no_body_crashes_a_subresource(subresource):
    rng, cluster = Rng(3, 0), Cluster()
    cluster.create("deployments.apps", sample("deployments.apps"))
    scale = {
        "metadata": {"name": NAME},
        "spec": {"replicas": 2},
        "status": {"replicas": 1},
    }
    for _ in range(ROUNDS):
        sent = spoilt(scale, rng)
        for form in PATCHES:
            answered(
                lambda sent=sent, form=form: cluster.patch(
                    "deployments.apps", NAME, sent, form, subresource=subresource
                )
            )


@pytest.mark.parametrize("subresource", ["binding", "eviction"])
@pytest.mark.parametrize(
    "body", [*JUNK, {"target": 5}, {"metadata": 5}, {"deleteOptions": 5}]
)
def test_no_body_crashes_what_is_done_to_pods(subresource, body):
    cluster = Cluster()
    cluster.create("pods", sample("pods"))
    answered(
        lambda: cluster.call(
            "create", "pods", name=NAME, subresource=subresource, body=body
        )
    )


@pytest.mark.parametrize(
    "body",
    [
        *JUNK,
        {"gracePeriodSeconds": "x"},
        {"preconditions": 5},
        {"propagationPolicy": 5},
        {"dryRun": 5},
    ],
)
def test_no_options_crash_a_delete(body):
    cluster = Cluster()
    cluster.create("configmaps", sample("configmaps"))
    answered(lambda: cluster.call("delete", "configmaps", name=NAME, body=body))
