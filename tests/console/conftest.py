"""The cast at the browser, and a sandbox with something in it."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from clusters import callers, runtime
from clusters.callers import grants
from clusters.console import limits
from clusters.console.creating import cluster_draft
from clusters.sim.commands import AwsCall
from clusters.sim.world import Key
from tests.clusters import copies


@pytest.fixture(autouse=True)
def _forgetful(db):
    """Rights and counts of one test are not another's."""
    grants.forget_all()
    limits.forget_all()


@pytest.fixture
def sandbox(db, request):
    if "group" in request.fixturenames:
        return copies.sandbox("console-nodes", _with_nodes)
    if "cluster" in request.fixturenames:
        return copies.sandbox("console-cluster", _with_cluster)
    return runtime.create(speed="instant", seed=7)


def _with_cluster():
    sandbox = runtime.create(speed="instant", seed=7)
    world = runtime.read(sandbox.id)
    chosen = tuple(cluster_draft.preselected(world, sandbox.region))
    draft = cluster_draft.Draft(name="demo", subnets=chosen)
    caller = callers.learner(world, "sdk")
    call = AwsCall(caller, "eks:CreateCluster", draft.request(sandbox.account))
    runtime.execute(sandbox.id, call)
    return sandbox


def _with_nodes():
    sandbox = _with_cluster()
    order_nodes(sandbox)
    runtime.advance(sandbox.id)
    return sandbox


def order_nodes(sandbox, **more):
    """Order the managed node group `web` of the cluster `demo`."""
    world = runtime.read(sandbox.id)
    cluster = world.find(Key("eks.Cluster", sandbox.region, "demo"))
    request = {
        "clusterName": "demo",
        "nodegroupName": "web",
        "nodeRole": f"arn:aws:iam::{sandbox.account}:role/AmazonEKSNodeRole",
        "subnets": cluster["resourcesVpcConfig"]["subnetIds"],
        **more,
    }
    caller = callers.learner(world, "sdk")
    runtime.execute(sandbox.id, AwsCall(caller, "eks:CreateNodegroup", request))


def browser(sandbox_id=""):
    """A guest's browser; with a sandbox, the browser of its owner."""
    client = Client()
    if sandbox_id:
        session = client.session
        callers.own(session, sandbox_id)
        session.save()
        client.cookies["sessionid"] = session.session_key
    return client


@pytest.fixture
def owner(sandbox):
    return browser(sandbox.id)


@pytest.fixture
def classmate(db):
    return browser(runtime.create(seed=8).id)


@pytest.fixture
def teacher(sandbox):
    user = get_user_model().objects.create_user("teacher", password="chalk-and-board")
    callers.let_look_on(sandbox.id, user.pk)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def outsider():
    return Client()


@pytest.fixture
def cast(owner, classmate, teacher, outsider):
    """All four, by what they are."""
    return {
        "owner": owner,
        "classmate": classmate,
        "teacher": teacher,
        "outsider": outsider,
    }


@pytest.fixture
def cluster(sandbox):
    """An active cluster called demo; its key."""
    return Key("eks.Cluster", sandbox.region, "demo")


@pytest.fixture
def world(sandbox):
    """The sandbox's World, as fresh as the last commit."""
    return lambda: runtime.read(sandbox.id)


@pytest.fixture
def wizard(owner, sandbox):
    def send(step, *, follow=False, **form):
        return owner.post(f"/s/{sandbox.id}/create/{step}/", form, follow=follow)

    return send


@pytest.fixture
def subnets(sandbox, world):
    """The default VPC's subnets by zone."""
    return {
        doc["AvailabilityZone"]: key.name for key, doc in world().list("ec2.Subnet")
    }
