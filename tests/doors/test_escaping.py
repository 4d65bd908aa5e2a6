"""Whatever a learner writes is shown as text, on every page and in every message."""

from __future__ import annotations

import json
import re

import pytest

from clusters import callers, runtime
from clusters.sim.commands import AwsCall, StepCall
from clusters.sim.world import Key
from tests.doors.addresses import IN_SANDBOX

EVIL = "</textarea></pre>'\"><script>alert(1)</script>{{7|add:7}}{%now'Y'%}"
RAW = ("<script>alert", "'\"><", "</textarea></pre>")
TEMPLATED = re.compile(r"alert\(1\)&lt;/script&gt;(?!\{\{7\|add:7\}\})")

OBJECTS = f"""\
apiVersion: v1
kind: ConfigMap
metadata:
  name: evil
  annotations: {{note: {json.dumps(EVIL)}}}
data: {{text: {json.dumps(EVIL)}}}
---
apiVersion: v1
kind: Pod
metadata: {{name: evil}}
spec:
  containers: [{{name: evil, image: nginx, args: [{json.dumps(EVIL)}]}}]
"""


def event(about):
    """An Event about an object of the API."""
    meta = about["metadata"]
    named = {name: meta[name] for name in ("name", "namespace", "uid")}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": "evil.1"},
            "involvedObject": {"apiVersion": "v1", "kind": "ConfigMap", **named},
            "reason": EVIL,
            "message": EVIL,
            "type": "Warning",
            "source": {"component": EVIL},
        }
    )


def unescaped(text):
    """Learner's text that is markup, or that a template was made of."""
    return [raw for raw in RAW if raw in text] + TEMPLATED.findall(text)


@pytest.fixture
def evil(owner, sandbox, cluster):
    """A sandbox in which every name and text that may be anything is."""

    def aws(action, **request):
        me = callers.learner(runtime.read(sandbox.id), "sdk")
        return runtime.execute(sandbox.id, AwsCall(me, action, request))

    world = runtime.read(sandbox.id)
    tags = [{"Key": "Name", "Value": EVIL}, {"Key": EVIL[:100], "Value": EVIL}]
    for kind in ("ec2.Subnet", "ec2.Vpc"):
        for key, _ in world.list(kind):
            aws("ec2:CreateTags", Resources=[key.name], Tags=tags)
    arn = f"arn:aws:eks:{sandbox.region}:{sandbox.account}:cluster/demo"
    aws("eks:TagResource", resourceArn=arn, tags={EVIL[:100]: EVIL})
    fields = {
        "state": "failed",
        "reason": EVIL,
        "advice": EVIL,
        "links": [{"label": EVIL, "kind": "eks.Cluster", "name": "demo"}],
    }
    runtime.execute(sandbox.id, StepCall("launch-nodes", 0, fields, EVIL))
    path = f"/s/{sandbox.id}/cluster/demo/apply/"
    answer = owner.post(path, {"yaml": OBJECTS})
    assert [line["tone"] for line in answer.context["done"]] == ["ok"] * 2
    place = runtime.read(sandbox.id).find(cluster)["_"]["id"]
    about = Key("k8s.ConfigMap", f"{place}/default", "evil")
    owner.post(path, {"yaml": event(runtime.read(sandbox.id).find(about))})
    page = owner.get(f"/s/{sandbox.id}/cluster/demo/objects/configmaps/default/evil/")
    assert [row["message"] for row in page.context["about"]] == [EVIL]
    return path


def test_every_page_shows_text_as_text(evil, owner, sandbox):
    for address in IN_SANDBOX:
        if address.name != "live-stream":
            answer = owner.get(address.path(sandbox.id))
            assert unescaped(answer.content.decode()) == [], address


@pytest.mark.parametrize("resource", ["configmaps", "events", "pods"])
def test_yaml_and_events_are_text(resource, evil, owner, sandbox):
    name = "evil.1" if resource == "events" else "evil"
    base = f"/s/{sandbox.id}/cluster/demo/"
    shown = owner.get(f"{base}objects/{resource}/default/{name}/").content.decode()
    listed = owner.get(f"{base}resources/?resource={resource}").content.decode()

    assert "&lt;script&gt;alert(1)" in shown
    assert unescaped(shown) == unescaped(listed) == []


def test_live_messages_carry_text_as_text(evil, owner, sandbox):
    panels = [
        "journey",
        "cluster-table?q=%3Cscript%3Ealert(1)",
        "getting-started-head",
        "step-create-cluster",
        "step-deploy-app",
        "object-state?cluster=demo&resource=configmaps&namespace=default&name=evil",
        "resource-table?cluster=demo&resource=events",
        "node-list?cluster=demo",
        "node-groups?cluster=demo",
        "node-waiting?cluster=demo",
        "stack-list",
        "inspect?cluster=demo&part=%3Cscript%3Ealert(1)",
        "architecture?cluster=demo",
        "details?cluster=demo",
    ]
    query = {"version": 0, "rv": 0, "after": 0, "panel": panels}
    answer = owner.get(f"/s/{sandbox.id}/live/poll/", query)
    message = answer.json()

    assert answer["Content-Type"] == "application/json"
    assert set(message["panels"]) == {name.partition("?")[0] for name in panels}
    for html in (*message["panels"].values(), *message["events"]):
        assert unescaped(html) == []
    assert "&lt;script&gt;" in message["panels"]["object-state"]


def test_what_was_asked_for_is_text(evil, owner, sandbox):
    base = f"/s/{sandbox.id}"
    for path in (
        f"{base}/clusters/?q=",
        f"{base}/clusters/?status=",
        f"{base}/cluster/demo/?inspect=",
        f"{base}/cluster/demo/?component=",
        f"{base}/cluster/demo/resources/?namespace=",
        "/resume/?code=",
        "/signin/?next=",
        "/nothing/?x=",
    ):
        assert unescaped(owner.get(path + EVIL).content.decode()) == [], path


def test_what_was_refused_is_text(evil, owner, sandbox):
    base = f"/s/{sandbox.id}"
    demo = f"{base}/cluster/demo"
    kind = f"apiVersion: v1\nkind: {json.dumps(EVIL)}\nmetadata: {{name: x}}"
    name = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {json.dumps(EVIL)}}}"
    for path, form in (
        (evil, {"yaml": kind}),
        (evil, {"yaml": name}),
        (evil, {"yaml": f"{EVIL}: ["}),
        (f"{demo}/objects/configmaps/default/evil/", {"yaml": EVIL}),
        (f"{demo}/create-nodegroup/", {"nodegroupName": EVIL, "instanceType": EVIL}),
        (f"{demo}/create-nodegroup/", {"diskSize": EVIL}),
        (f"{demo}/create-nodegroup/", {"nodeRole": EVIL}),
        (f"{demo}/delete-nodegroup/", {"nodegroup": EVIL}),
        (f"{demo}/fail/", {"part": "etcd-a", "fault": EVIL}),
        (f"{base}/create/name/", {"name": EVIL, "role": EVIL, "version": EVIL}),
        (f"{base}/create/networking/", {"subnets": [EVIL], "cidrs": EVIL}),
        (f"{base}/create/review/", {}),
        (f"{base}/clock/", {"mode": EVIL}),
        (f"{base}/getting-started/deploy-app/", {"cluster": EVIL * 3}),
        ("/signup/", {"name": EVIL, "password": EVIL[:5]}),
        ("/signin/", {"name": EVIL, "password": EVIL}),
        ("/resume/", {"code": EVIL}),
    ):
        answer = owner.post(path, form, follow=True)
        assert unescaped(answer.content.decode()) == [], path
