"""Learners as the console makes them: a guest with a sandbox, and what they do."""

from __future__ import annotations

import secrets
from typing import Any

from django.test import Client

from clusters import callers, runtime
from clusters.models import Sandbox
from clusters.sim.commands import AwsCall, ClockCall, Doc, KubeCall, User
from clusters.sim.world import Key
from tests.load.stack import Stack

CLUSTER = "demo"
ADMIN = User("bench", groups=("system:masters",))


def guest(stack: Stack) -> tuple[str, str]:
    """A new guest: the sandbox's id and the session cookie."""
    client = Client(headers={"host": stack.url.split("//")[1]})
    client.post("/start/")
    newest = Sandbox.objects.order_by("-created_at").values_list("id", flat=True)[0]
    return newest, client.cookies["sessionid"].value


def create_cluster(sandbox: str) -> None:
    """A cluster in the default VPC."""
    world = runtime.read(sandbox)
    role = world.find(Key("iam.Role", "", "eksClusterRole")) or {}
    subnets = [key.name for key, _ in world.list("ec2.Subnet")]
    request = {
        "name": CLUSTER,
        "roleArn": role["Arn"],
        "resourcesVpcConfig": {"subnetIds": subnets},
    }
    caller = callers.learner(world, "sdk")
    runtime.execute(sandbox, AwsCall(caller, "eks:CreateCluster", request))


def cluster_at_once(sandbox: str) -> None:
    """The same, ACTIVE when this returns; the clock is on `auto` again."""
    at_once(sandbox)
    create_cluster(sandbox)
    runtime.execute(sandbox, ClockCall(mode="auto", who="bench"))


def cluster(sandbox: str) -> dict[str, Any]:
    """The cluster's document; empty when there is none."""
    found = runtime.read(sandbox).find(Key("eks.Cluster", "us-west-2", CLUSTER))
    return dict(found or {})


def config_map(cluster_id: str, verb: str, name: str) -> KubeCall:
    """A ConfigMap created or deleted."""
    body = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name},
        "data": {"text": "of the bench"},
    }
    place = (cluster_id, verb, "", "v1", "configmaps", "default")
    if verb == "create":
        return KubeCall(ADMIN, *place, body=body)
    return KubeCall(ADMIN, *place, name)


def at_once(sandbox: str) -> None:
    """From now on nothing takes time in a sandbox."""
    runtime.execute(sandbox, ClockCall(mode="instant", who="bench"))


def scaled(sandbox: str, name: str, replicas: int) -> None:
    """A Deployment of the default namespace, asked for so many Pods."""
    patch = {"spec": {"replicas": replicas}}
    _patched(sandbox, "apps", "deployments", name, patch)


def touched(sandbox: str) -> None:
    """One document of the cluster, changed so that nobody can see it."""
    stamp = {"metadata": {"annotations": {"bench": secrets.token_hex(4)}}}
    _patched(sandbox, "", "namespaces", "default", stamp)


def _patched(sandbox: str, group: str, plural: str, name: str, body: Doc) -> None:
    namespace = "" if plural == "namespaces" else "default"
    place = (cluster(sandbox)["_"]["id"], "patch", group, "v1", plural, namespace, name)
    how = "application/merge-patch+json"
    runtime.execute(sandbox, KubeCall(ADMIN, *place, body=body, patch_type=how))
