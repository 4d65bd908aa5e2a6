"""A sandbox whose cluster has two Ready nodes, for tests of pages about them."""

from __future__ import annotations

import pytest

from clusters import callers, runtime
from clusters.sim.commands import AwsCall
from clusters.sim.world import Key


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
def order(cluster, world, aws, role_arn):
    """Order the managed node group `web`."""

    def send(**more):
        subnets = world().find(cluster)["resourcesVpcConfig"]["subnetIds"]
        aws(
            "eks:CreateNodegroup",
            clusterName="demo",
            nodegroupName="web",
            nodeRole=role_arn,
            subnets=subnets,
            **more,
        )
        return Key("eks.Nodegroup", f"{cluster.scope}/demo", "web")

    return send


@pytest.fixture
def group(order):
    return order()


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
