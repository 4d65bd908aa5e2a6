"""The why page: what led to a change, what came of it, whose move is next."""

from __future__ import annotations

import pytest

from clusters import runtime
from clusters.callers import learner
from clusters.live import chain, panels, telling
from clusters.live.links import where
from clusters.sim.aws.eks import cluster as clusters
from clusters.sim.commands import FaultCall, KubeCall
from clusters.sim.kube import authn
from tests.console.words import text_of


def applied(sandbox, key, body, verb="create"):
    """A call of the learner's own kubectl."""
    world = runtime.read(sandbox.id)
    user = authn.user_for(world, key, learner(world, "sdk"))
    call = KubeCall(
        user,
        clusters.id_of(world, key),
        verb,
        "apps",
        "v1",
        "deployments",
        "default",
        body["metadata"]["name"],
        body=body,
    )
    runtime.execute(sandbox.id, call)


def deployment(name="web", replicas=1):
    labels = {"app": name}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [{"name": "c", "image": "nginx:1.27"}]},
            },
        },
    }


def event(sandbox, reason):
    """The newest event of a reason."""
    return next(e for e in runtime.events(sandbox.id) if e.told.reason == reason)


@pytest.fixture
def unplaced(sandbox, cluster):
    """A Pod that found no node; the event's number."""
    applied(sandbox, cluster, deployment())
    return event(sandbox, "FailedScheduling").number


def page(client, sandbox, number):
    return client.get(f"/s/{sandbox.id}/why/{number}/")


def test_the_chain_goes_back_to_somebodys_own_act(sandbox, unplaced):
    found = chain.of(sandbox.id, unplaced)

    assert [act.key.kind for act in found.causes] == [
        "k8s.Deployment",
        "k8s.ReplicaSet",
        "k8s.Pod",
    ]
    assert found.causes[0].main.cause == 0
    assert found.whole


def test_each_link_says_who_did_what(sandbox, unplaced):
    world = runtime.read(sandbox.id)
    told = telling.chain(where(sandbox.id, world), chain.of(sandbox.id, unplaced))

    assert [act["actor"] for act in told["causes"]] == [
        "you, as user/learner",
        "the Deployment controller, run by AWS",
        "the ReplicaSet controller, run by AWS",
    ]
    assert told["act"]["actor"] == "the scheduler, run by AWS"
    assert [field.path for field in told["act"]["fields"]] != []


def test_what_came_of_an_act_is_found_forwards(sandbox, unplaced):
    first = chain.of(sandbox.id, unplaced).causes[0]

    after = chain.of(sandbox.id, first.main.rv)

    reasons = [act.told.reason for act in after.effects if act.told]
    assert "ScalingReplicaSet" in reasons
    assert after.causes == ()


def test_the_page_words_owner_actor_and_next_move_apart(owner, sandbox, unplaced):
    text = text_of(page(owner, sandbox, unplaced).content.decode())

    assert "Whose thing it is You Pod default/web-" in text
    assert "Who acted The scheduler, run by AWS" in text
    assert "Whose move is next Yours. The scheduler found no node" in text
    assert "add a node" in text
    assert "has no node yet" in text


def test_the_next_move_is_drawn_again_when_it_has_been_made(
    owner, sandbox, cluster, unplaced
):
    html = page(owner, sandbox, unplaced).content.decode()
    sent = html.partition('id="why-move" data-panel="')[2].partition('"')[0]
    spec = panels.parsed(sent.replace("&amp;", "&"))
    applied(sandbox, cluster, deployment(), verb="delete")
    world = runtime.read(sandbox.id)

    again = panels.drawn(
        spec,
        sandbox.id,
        world,
        runtime.version(sandbox.id),
        panels.loaded(spec, sandbox.id, world),
    )

    assert "Nobody&#x27;s" in again
    assert "is gone" in again


def test_what_a_fault_led_to_is_awss_move(owner, sandbox, cluster):
    world = runtime.read(sandbox.id)
    cluster_id = clusters.id_of(world, cluster)
    runtime.execute(
        sandbox.id, FaultCall("etcd-member-loss", "dc.EtcdMember", cluster_id, "b")
    )

    answer = page(owner, sandbox, event(sandbox, "EtcdMemberLost").number)

    text = text_of(answer.content.decode())
    assert "Who acted You, at" in text
    assert "Whose thing it is AWS etcd member b" in text


def test_a_revision_that_is_not_in_the_log_is_not_found(owner, sandbox, world):
    for number in (0, world().rv + 1, 10**15):
        assert page(owner, sandbox, number).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("teacher", 200), ("classmate", 404), ("outsider", 404)],
)
def test_who_may_look(cast, sandbox, cluster, who, status):
    newest = runtime.latest_event(sandbox.id)

    assert page(cast[who], sandbox, newest).status_code == status


def test_every_event_of_a_young_cluster_has_its_page(owner, sandbox, cluster):
    for found in runtime.events(sandbox.id, limit=200):
        assert page(owner, sandbox, found.number).status_code == 200


def test_what_a_learner_wrote_is_escaped(owner, sandbox, cluster):
    body = deployment()
    applied(sandbox, cluster, body)
    body["metadata"]["annotations"] = {"note": "<script>alert(1)</script>"}
    applied(sandbox, cluster, body, verb="update")

    html = page(owner, sandbox, event(sandbox, "Updated").number).content.decode()

    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html
