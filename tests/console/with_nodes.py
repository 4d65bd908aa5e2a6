"""A sandbox whose cluster has two Ready nodes, for tests of pages about them."""

from __future__ import annotations

import pytest

from clusters import callers, runtime
from clusters.sim.commands import AwsCall
from clusters.sim.world import Key
from tests.console.conftest import order_nodes


@pytest.fixture
def aws(sandbox):
    """AWS calls of the learner, from elsewhere than the page."""

    def call(action, **request):
        caller = callers.learner(runtime.read(sandbox.id), "sdk")
        return runtime.execute(sandbox.id, AwsCall(caller, action, request))

    return call


@pytest.fixture
def role_arn(sandbox):
    return f"arn:aws:iam::{sandbox.account}:role/AmazonEKSNodeRole"


@pytest.fixture
def order(cluster, sandbox):
    """Order the managed node group `web`."""

    def send(**more):
        order_nodes(sandbox, **more)
        return Key("eks.Nodegroup", f"{cluster.scope}/demo", "web")

    return send


@pytest.fixture
def group(cluster):
    """The node group `web` as `order` makes it: `sandbox` comes with it."""
    return Key("eks.Nodegroup", f"{cluster.scope}/demo", "web")


@pytest.fixture
def nodes(world, cluster, group):
    return lambda: world().list("k8s.Node", world().find(cluster)["_"]["id"])


@pytest.fixture
def instances(world, sandbox, group):
    """The ids of the group's instances."""
    return lambda: [
        key.name
        for key, doc in world().list("ec2.Instance", sandbox.region)
        if doc["State"]["Name"] == "running"
    ]
