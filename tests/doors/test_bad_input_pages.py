"""What a form may be sent that it should not: refused in the service's words, no trace.

Django's test client raises what a view raises, so each of these is also no 500.
"""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clusters import callers, runtime
from clusters.sim import room
from clusters.sim.aws.eks import create_cluster
from clusters.sim.commands import AwsCall
from clusters.steps.manifest import LIMIT

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: "
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: "
HUGE = "9" * 5000


@pytest.fixture
def unchanged(sandbox, cluster, world):
    """The World's revision before and after."""
    before = world().rv
    yield
    assert world().rv == before


@pytest.fixture
def send(owner, sandbox):
    """Send a form of the sandbox; the refused page."""

    def post(path, form):
        answer = owner.post(f"/s/{sandbox.id}/{path}", form)
        assert answer.status_code == 422, (answer.status_code, answer.get("Location"))
        return answer.content.decode()

    return post


def bomb():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for here, before in zip("bcdefg", "abcdef", strict=True):
        lines.append(f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]")
    return CONFIG + "{name: a}\n" + "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind: [", "line 2, column 1"),
        ("a: b\n\tc: d", "line 2, column 1"),
        ("\x00", "control characters are not allowed"),
        ("[" * 100_000, "exceeded max depth"),
        (bomb(), "excessive aliasing"),
        (CONFIG + "{name: a}\n\tdata: {}", "replace the tab"),
        (CONFIG + "{name: a}\ndata: {}\ndata: {}", "line 5: key"),
        ("\ufeff---\r\n---\r\n", "no objects passed to apply"),
        (CONFIG + "{name: " + "x" * 5000 + "}", "must be no more than 253"),
        ("#" * (LIMIT + 1), "larger than 1024 KiB"),
        ("apiVersion: v1\nkind: Foo\nmetadata: {name: a}", "no matches for kind"),
        (CONFIG + "{name: A_b}", "a lowercase RFC 1123 subdomain must consist of"),
        (CONFIG + "{}", "name or generateName is required"),
        (CONFIG + "{name: [1]}", "cannot unmarshal array into Go struct field"),
        (
            CONFIG + "{name: a, namespace: nope}",
            "namespaces &quot;nope&quot; not found",
        ),
        (CONFIG + "{name: a}\ndata: 7", "cannot unmarshal number into Go struct"),
        (CONFIG + "{name: a}\ndada: {}", "unknown field &quot;dada&quot;"),
        (
            POD + "{containers: [{name: a, image: x}, {name: a, image: x}]}",
            "spec.containers[1].name: Duplicate value",
        ),
        (POD + "{}", "spec.containers: Required value"),
    ],
)
def test_a_manifest_is_refused_with_its_reason(text, told, send, unchanged):
    page = send("cluster/demo/apply/", {"yaml": text})

    assert told in page
    assert "Traceback" not in page


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"#" * (LIMIT + 1), "larger than 1024 KiB"),
        (b"a: b: c", "line 1, column 5"),
        (b"\xff\xfe", "Document 1 is not an object"),
        (b"", "no objects passed to apply"),
    ],
)
def test_a_file_is_refused_as_its_text_would_be(content, told, send, unchanged):
    upload = SimpleUploadedFile("x.yaml", content)

    assert told in send("cluster/demo/apply/", {"file": upload})


def test_one_pod_too_many_is_refused_in_etcds_words(send, unchanged, monkeypatch):
    monkeypatch.setattr(room, "PODS", 0)
    page = send(
        "cluster/demo/apply/", {"yaml": POD + "{containers: [{name: a, image: x}]}"}
    )

    assert "etcdserver: mvcc: database space exceeded" in page


def test_a_sandbox_that_is_full_is_refused_in_etcds_words(send, unchanged, monkeypatch):
    monkeypatch.setattr(room, "BYTES", 1000)
    data = "x" * room.LARGE_OBJECT
    text = f"{CONFIG}{{name: a}}\ndata: {{a: {data}}}"
    page = send("cluster/demo/apply/", {"yaml": text})

    assert "etcdserver: mvcc: database space exceeded" in page


@pytest.mark.parametrize(
    ("path", "form", "told"),
    [
        ("create-nodegroup/", {"diskSize": "²"}, "diskSize must be a whole number"),
        ("create-nodegroup/", {"minSize": HUGE}, "minSize must be a whole number"),
        (
            "create-nodegroup/",
            {"nodegroupName": "a b"},
            "node group name can&#x27;t be",
        ),
        ("create-nodegroup/", {"subnets": []}, "Subnet Id is required"),
        ("create-nodegroup/", {"subnets": ["subnet-1"]}, "subnet-1"),
        ("create-nodegroup/", {"nodeRole": "nobody"}, "cannot be found"),
        (
            "create-nodegroup/",
            {"nodegroupName": "\x00"},
            "node group name can&#x27;t be",
        ),
        ("delete-nodegroup/", {"nodegroup": "nope"}, "ResourceNotFoundException"),
        ("fail/", {"part": "etcd-a", "fault": "nope"}, "NoSuchFault"),
        ("fail/", {"part": "api-a", "fault": "etcd-member-loss"}, "NoSuchFault"),
        ("delete/namespaces/-/default/", {}, "this namespace may not be deleted"),
        ("objects/namespaces/-/default/", {"yaml": "a: ["}, "line 2, column 1"),
        ("scale/namespaces/-/default/", {"replicas": "2"}, "could not find"),
        ("scale/namespaces/-/default/", {"replicas": "²"}, "a whole number"),
        ("scale/namespaces/-/default/", {"replicas": HUGE}, "a whole number"),
        ("restart/pods/default/nope/", {}, "restarting is not supported"),
        ("delete/configmaps/default/nope/", {"propagation": "\x00"}, "not found"),
        (
            "objects/namespaces/-/default/",
            {"yaml": "a: [", "seen": "²/x", "act": "\x00"},
            "line 2, column 1",
        ),
        (
            "objects/namespaces/-/default/",
            {"yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: b}"},
            "does not match the name on the URL",
        ),
    ],
)
def test_a_form_of_a_cluster_says_why_not(path, form, told, send, unchanged):
    assert told in send(f"cluster/demo/{path}", form)


def test_a_cluster_with_children_is_not_deleted(send, owner, sandbox, cluster, world):
    subnets = world().find(cluster)["resourcesVpcConfig"]["subnetIds"]
    owner.post(f"/s/{sandbox.id}/cluster/demo/create-nodegroup/", {"subnets": subnets})
    before = world().rv

    page = send("cluster/demo/delete/", {"confirm": "demo"})

    assert "Cluster has nodegroups attached" in page
    assert world().rv == before


def wizard(send, owner, sandbox, **typed):
    """The create wizard's answer at the end."""
    form = {"name": "next", "version": "1.35", "role": "eksClusterRole", **typed}
    subnets = typed.get("subnets", [])
    base = f"/s/{sandbox.id}/create/"
    owner.post(f"{base}name/", form)
    owner.post(f"{base}networking/", {"subnets": subnets, "endpoint": "both"})
    return send("create/review/", {})


def aws(sandbox, action, **request):
    me = callers.learner(runtime.read(sandbox.id), "sdk")
    return runtime.execute(sandbox.id, AwsCall(me, action, request))


def by_zone(world):
    return {doc["AvailabilityZone"]: key.name for key, doc in world.list("ec2.Subnet")}


def test_the_wizard_refuses_what_create_cluster_refuses(
    send, owner, sandbox, cluster, world
):
    vpc = aws(sandbox, "ec2:CreateVpc", CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    zone = f"{sandbox.region}b"
    made = aws(
        sandbox,
        "ec2:CreateSubnet",
        VpcId=vpc,
        CidrBlock="10.9.0.0/24",
        AvailabilityZone=zone,
    )
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        },
    }
    aws(
        sandbox,
        "iam:CreateRole",
        RoleName="wrong",
        AssumeRolePolicyDocument=json.dumps(trust),
    )
    subnets = by_zone(world())
    two = [subnets[f"{sandbox.region}a"], subnets[f"{sandbox.region}c"]]
    before = world().rv
    refused = {
        "at least two different AZs": {"subnets": [two[0]]},
        "same VPC": {"subnets": [two[0], made["Subnet"]["SubnetId"]]},
        "subnet-0": {"subnets": [two[0], "subnet-0"]},
        "already exists": {"subnets": two, "name": "demo"},
        "alphanumeric": {"subnets": two, "name": "a b"},
        "role": {"subnets": two, "role": "nobody"},
        "trust": {"subnets": two, "role": "wrong"},
        "version": {"subnets": two, "version": "0.1"},
    }
    for told, typed in refused.items():
        assert told.lower() in wizard(send, owner, sandbox, **typed).lower()

    assert world().rv == before


@pytest.mark.usefixtures("cluster")
def test_one_cluster_too_many_is_refused(send, owner, sandbox, world, monkeypatch):
    monkeypatch.setattr(create_cluster, "CLUSTERS", 1)
    subnets = list(by_zone(world()).values())
    before = world().rv

    page = wizard(send, owner, sandbox, subnets=subnets)

    assert "ResourceLimitExceededException" in page
    assert world().rv == before


@pytest.mark.parametrize("step", ["create-cluster", "launch-nodes", "deploy-app"])
def test_a_step_refuses_what_is_too_long(step, send, unchanged):
    page = send(f"getting-started/{step}/", {"manifest": "#" * (LIMIT + 1)})

    assert "manifest is longer than" in page


def test_a_step_that_is_not_on_its_way_is_not_cancelled(send, unchanged):
    assert "StepNotRunning" in send("getting-started/deploy-app/", {"cancel": "1"})


@pytest.mark.parametrize(
    "path",
    [
        "cluster/demo/?before=²",
        f"cluster/demo/?before={HUGE}",
        "cluster/demo/?owner=%00&component=%00&severity=x&inspect=%00",
        "cluster/demo/resources/?resource=pods&namespace=%00",
        f"cluster/demo/resources/?page={HUGE}&sort=%00&labels=%00&q=%00",
        f"cluster/demo/objects/namespaces/-/default/?view=yaml&line={HUGE}",
        "cluster/demo/objects/namespaces/-/default/?view=logs&container=%00",
        "cluster/demo/apply/?sample=%00&undo=1",
        f"live/poll/?version=0&panel=resource-table%3Fcluster=demo%26page={HUGE[:900]}",
        "clusters/?q=%00&status=%00",
        f"live/poll/?version={'9' * 30}&rv={'9' * 30}&after={'9' * 30}",
        f"live/poll/?version=0&rv=-{'9' * 30}&after=-{'9' * 30}",
        "live/poll/?version=0&panel=architecture",
        "live/poll/?version=0&panel=object-state%3Fcluster=demo",
        "live/poll/?version=0&panel=journey%3Fconnected=1",
        "live/poll/?version=0&panel=step-create-cluster%3Fsandbox_id=x",
        "live/poll/?version=0&panel=inspect%3Fcluster=x%26part=%00",
    ],
)
def test_an_odd_address_is_answered(path, owner, sandbox, unchanged):
    assert owner.get(f"/s/{sandbox.id}/{path}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"live/poll/?version={HUGE}", 400),
        ("cluster/demo/resources/?resource=%00&namespace=%00", 404),
        ("live/poll/?version=²", 400),
        ("cluster/demo/about/?kind=Pod&name=a/b", 404),
        ("cluster/demo/about/?kind=Pod&name=a&namespace=%2F", 404),
        ("cluster/demo/objects/nothing/-/x/", 404),
        ("cluster/demo/objects/pods/default/%00/", 404),
        ("cluster/%00/", 404),
        ("create/nothing/", 404),
    ],
)
def test_an_address_of_nothing_is_not_found(path, status, owner, sandbox, unchanged):
    assert owner.get(f"/s/{sandbox.id}/{path}").status_code == status


def test_where_htmx_sent_the_form_the_refusal_is_put_beside_it(owner, sandbox, cluster):
    answer = owner.post(
        f"/s/{sandbox.id}/cluster/demo/fail/",
        {"part": "etcd-a", "fault": "nope"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#flashbar"
    assert f'id="{answer["HX-Reselect"][1:]}"' in answer.content.decode()
    assert 'id="flashbar"' in answer.content.decode()
