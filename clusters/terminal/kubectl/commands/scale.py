"""kubectl scale and autoscale: how many Pods."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.sim.kube.patching import MERGE_PATCH
from clusters.terminal.kubectl import builder, changing, generating
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import dry_run, told
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.resources import of_kind

CPU_PERCENT = 80


@command(
    "scale",
    "Say how many Pods a Deployment, ReplicaSet or StatefulSet is to have",
    changing.FILENAME,
    changing.RECURSIVE,
    changing.DRY_RUN,
    changing.OUTPUT,
    changing.SELECTOR,
    changing.ALL,
    Flag("replicas", kind="int", help="How many Pods"),
    Flag("current-replicas", kind="int", default=-1, help="Only when it has so many"),
    Flag("resource-version", help="Only when it is still this one"),
    Flag("timeout", kind="duration", default=0.0, help="How long to wait"),
    usage="scale TYPE/NAME --replicas=COUNT",
    examples=("kubectl scale deploy/web --replicas=3",),
    completes="resource",
)
def scale(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.flags["replicas"] is None:
        raise KubectlError('required flag(s) "replicas" not set')
    if kubectl.flags["replicas"] < 0:
        raise KubectlError(
            "The --replicas=COUNT flag is required, and COUNT must be greater than or "
            "equal to 0"
        )
    dry_run(kubectl)
    if not (kubectl.args or kubectl.flags["filename"]):
        raise KubectlError(changing.NEEDS_RESOURCES)
    found = builder.infos(kubectl, kubectl.args)
    missing: list[str] = []
    for info in list(found):
        try:
            info.live(kubectl)
        except ApiError as error:
            found.remove(info)
            missing.append(error.message)
    if not found:
        raise KubectlError(" ".join(["no objects passed to scale", *missing]))
    yield from changing.each(found, lambda info: _one(kubectl, info))


def _one(kubectl: Kubectl, info: Info) -> Iterator[str]:
    replicas = kubectl.flags["replicas"]
    live = info.body or {}
    if dry_run(kubectl) == "client":
        yield told(kubectl, info, "scaled", live)
        return
    path = info.resource.path(info.namespace, info.name, "scale")
    wanted = kubectl.flags["current-replicas"]
    if wanted >= 0:
        now = kubectl.client.get(path)["spec"].get("replicas", 0)
        if now != wanted:
            raise KubectlError(f"Expected replicas to be {wanted}, was {now}")
    changing.patch(
        kubectl,
        info,
        {"spec": {"replicas": replicas}},
        kind=MERGE_PATCH,
        manager="kubectl",
        below="scale",
    )
    yield told(kubectl, info, "scaled", live)


@command(
    "autoscale",
    "Let a HorizontalPodAutoscaler say how many Pods",
    changing.FILENAME,
    changing.DRY_RUN,
    changing.OUTPUT,
    Flag("min", kind="int", default=-1, help="At least so many Pods"),
    Flag("max", kind="int", default=-1, help="At most so many Pods"),
    Flag("cpu-percent", kind="int", default=-1, help="Processor use to aim at"),
    Flag("name", help="The name of the autoscaler"),
    usage="autoscale TYPE/NAME --min=MIN --max=MAX",
    examples=("kubectl autoscale deploy/web --min=2 --max=5 --cpu-percent=60",),
    completes="resource",
)
def autoscale(kubectl: Kubectl) -> Iterator[str]:
    low, high = kubectl.flags["min"], kubectl.flags["max"]
    if "max" not in kubectl.flags:
        raise KubectlError('required flag(s) "max" not set')
    if high < 1:
        raise KubectlError(
            f"--max=MAXPODS is required and must be at least 1, max: {high}"
        )
    if high < low:
        raise KubectlError(
            "--max=MAXPODS must be larger or equal to --min=MINPODS, max: "
            f"{high}, min: {low}"
        )
    for info in builder.infos(kubectl, kubectl.args):
        yield _scaled_by_itself(kubectl, info)


def _scaled_by_itself(kubectl: Kubectl, info: Info) -> str:
    info.live(kubectl)
    kind = "HorizontalPodAutoscaler"
    newer = of_kind(kubectl.client, "autoscaling/v2", kind)
    resource = newer or generating.resource_of(kubectl, "autoscaling/v1", kind)
    name = kubectl.flags["name"] or info.name
    percent = kubectl.flags["cpu-percent"]
    target = {
        "apiVersion": info.resource.api_version,
        "kind": info.resource.kind,
        "name": info.name,
    }
    spec = {
        "scaleTargetRef": target,
        "maxReplicas": kubectl.flags["max"],
        **({"minReplicas": kubectl.flags["min"]} if kubectl.flags["min"] > 0 else {}),
        **_measured(resource.version, percent),
    }
    body = {
        "apiVersion": resource.api_version,
        "kind": resource.kind,
        "metadata": {"name": name},
        "spec": spec,
    }
    made = Info(resource, info.namespace, name, body)
    answer = changing.create(kubectl, made, manager="kubectl-autoscale")
    return told(kubectl, made, "autoscaled", answer)


def _measured(version: str, percent: int) -> dict[str, object]:
    if version == "v1":
        return {"targetCPUUtilizationPercentage": percent} if percent > 0 else {}
    use = percent if percent > 0 else CPU_PERCENT
    aim = {"type": "Utilization", "averageUtilization": use}
    return {
        "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": aim}}]
    }
