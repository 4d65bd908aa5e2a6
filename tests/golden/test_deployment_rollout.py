"""A Deployment made, rolled and deleted: every change of the data plane in order."""

from __future__ import annotations

from pathlib import Path

from clusters.sim.tx import Change
from tests.sim.controllers.a_data_plane import data_plane, deployment

HERE = Path(__file__).parent
SHOWN = ("k8s.Deployment", "k8s.ReplicaSet", "k8s.Pod", "k8s.EndpointSlice")


def log(changes: list[Change]) -> str:
    """When, who, what became of which object; events by their words."""
    return "\n".join(filter(None, map(line, changes))) + "\n"


def line(change: Change) -> str:
    lead = f"{change.sim:8.3f}  {change.actor:16}"
    body = change.after
    if change.key.kind == "k8s.Event" and body is not None:
        about = body["involvedObject"]
        times = f" (x{body['count']})" if body["count"] > 1 else ""
        return f"{lead} {body['type']} {about['kind']}/{about['name']} {body['reason']}{times}: {body['message']}"
    if change.key.kind not in SHOWN or change.told is not None:
        return ""
    verb = (
        "added" if change.before is None else "deleted" if body is None else "changed"
    )
    return f"{lead} {verb} {change.key.kind[4:]}/{change.key.name}{facts(change)}"


def facts(change: Change) -> str:
    body = change.after or {}
    status, spec = body.get("status", {}), body.get("spec", {})
    names = (
        "phase",
        "replicas",
        "readyReplicas",
        "availableReplicas",
        "updatedReplicas",
    )
    told = [f"{name}={status[name]}" for name in names if name in status]
    if "replicas" in spec:
        told.insert(0, f"wants={spec['replicas']}")
    if "deletionTimestamp" in body.get("metadata", {}):
        told.append("terminating")
    for container in status.get("containerStatuses", ()):
        told += [
            state if state == "running" else what.get("reason", state)
            for state, what in container["state"].items()
        ]
    return f" [{' '.join(told)}]" if told else ""


def test_a_deployment_is_made_rolled_and_deleted(golden):
    plane = data_plane()
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
    }
    plane.create("services", service)
    plane.create("deployments.apps", deployment())
    plane.settle(15)
    container = {"name": "nginx", "image": "nginx:1.28"}
    patch = {"spec": {"template": {"spec": {"containers": [container]}}}}
    plane.patch("deployments.apps", "web", patch, "strategic")
    plane.settle(45)
    plane.call("delete", "deployments.apps", name="web")
    plane.settle(10)
    golden(HERE / "deployment_rollout.txt", log(plane.changes))
