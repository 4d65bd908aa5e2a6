"""A sandbox as one file: all that is in it and what happened, and no secret."""

from __future__ import annotations

import json

from clusters import callers, runtime
from clusters.models import Grant
from clusters.sim.commands import KubeCall, User

HIDDEN = "aHVzaC1odXNo"


def exported(client, sandbox):
    answer = client.get(f"/s/{sandbox.id}/settings/export/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    return json.loads(answer.content)


def with_secret(sandbox, cluster):
    """A Secret called hush in the cluster."""
    doc = runtime.read(sandbox.id).find(cluster)
    admin = User("admin", groups=("system:masters",))
    applied = "kubectl.kubernetes.io/last-applied-configuration"
    body = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "hush", "annotations": {applied: HIDDEN}},
        "data": {"password": HIDDEN},
    }
    where = (doc["_"]["id"], "create", "", "v1", "secrets", "default")
    call = KubeCall(admin, *where, body=body)
    runtime.execute(sandbox.id, call)


def test_documents_and_events_are_in_it(owner, sandbox, cluster):
    found = exported(owner, sandbox)

    kinds = {doc["kind"]: doc for doc in found["documents"]}
    assert kinds["eks.Cluster"]["body"]["status"] == "ACTIVE"
    numbers = [event["number"] for event in found["events"]]
    assert numbers == sorted(numbers)
    assert {event["owner"] for event in found["events"]} <= {"aws", "you", "both"}


def test_no_secret_is_in_it(owner, sandbox, cluster):
    with_secret(sandbox, cluster)
    key = callers.learner_key(sandbox.id)
    callers.issue_resume_code(sandbox.id)

    text = json.dumps(exported(owner, sandbox))

    assert '"name": "hush"' in text
    assert '"password"' in text
    assert HIDDEN not in text
    assert key.secret_access_key not in text
    assert not [g for g in Grant.objects.all() if g.key in text]


def test_internal_bookkeeping_stays_here(owner, sandbox, cluster):
    found = exported(owner, sandbox)

    assert not [doc for doc in found["documents"] if "_" in doc["body"]]


def test_the_cast_may_take_what_they_may_see(sandbox, cluster, cast):
    path = f"/s/{sandbox.id}/settings/export/"

    codes = {who: client.get(path).status_code for who, client in cast.items()}

    assert codes == {"owner": 200, "teacher": 200, "classmate": 404, "outsider": 404}
