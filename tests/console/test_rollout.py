"""How far a rollout is, in kubectl's words."""

from __future__ import annotations

import pytest

from clusters.console.kubernetes.rollout import told


def deployment(generation=1, **status):
    return {
        "kind": "Deployment",
        "metadata": {"generation": generation},
        "spec": {"replicas": 3},
        "status": {"observedGeneration": 1, **status},
    }


@pytest.mark.parametrize(
    ("body", "tone", "words"),
    [
        (deployment(2), "busy", "spec update to be observed"),
        (deployment(updatedReplicas=1), "busy", "1 out of 3 new replicas"),
        (
            deployment(updatedReplicas=3, replicas=4),
            "busy",
            "1 old replicas are pending",
        ),
        (
            deployment(updatedReplicas=3, replicas=3, availableReplicas=2),
            "busy",
            "2 of 3 updated replicas are available",
        ),
        (
            deployment(updatedReplicas=3, replicas=3, availableReplicas=3),
            "ok",
            'deployment "web" successfully rolled out',
        ),
        (
            deployment(
                conditions=[
                    {"type": "Progressing", "reason": "ProgressDeadlineExceeded"}
                ]
            ),
            "bad",
            "exceeded its progress deadline",
        ),
    ],
)
def test_a_deployments_rollout(body, tone, words):
    found = told("web", body)

    assert found.tone == tone
    assert words in found.text


def test_a_daemon_sets_rollout():
    status = {"observedGeneration": 1, "desiredNumberScheduled": 2}
    body = {"kind": "DaemonSet", "metadata": {"generation": 1}, "spec": {}}

    half = told("a", {**body, "status": {**status, "updatedNumberScheduled": 1}})
    done = {"updatedNumberScheduled": 2, "numberAvailable": 2}
    whole = told("a", {**body, "status": {**status, **done}})

    assert "1 out of 2 new pods" in half.text
    assert whole == ("ok", 'daemon set "a" successfully rolled out')
