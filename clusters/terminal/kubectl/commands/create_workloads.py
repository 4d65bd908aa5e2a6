"""kubectl create deployment, job, cronjob, and kubectl run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import re2

from clusters.terminal.kubectl import builder, generating
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import NOT_HERE, KubectlError
from clusters.terminal.kubectl.flags import Flag

IMAGE = Flag("image", help="The image to run", known="image")
SEE = "\nSee 'kubectl run -h' for help and examples"
IMAGE_NAME = re2.compile(
    r"(?:[\w.-]+(?::\d+)?/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\w][\w.-]*)?"
    r"(?:@[A-Za-z0-9+._-]+:[0-9a-fA-F]+)?"
)
RESTARTS = ("Always", "OnFailure", "Never")


@command(
    "create deployment",
    "Create a Deployment",
    *generating.FLAGS,
    Flag("image", kind="list", help="The image to run", known="image"),
    Flag("replicas", "r", kind="int", default=1, help="How many Pods"),
    Flag("port", kind="int", default=-1, help="The port that it listens on"),
    usage="create deployment NAME --image=IMAGE",
    examples=("kubectl create deployment web --image=nginx --replicas=3",),
    aliases=("create deploy",),
)
def deployment(kubectl: Kubectl) -> Iterator[str]:
    generating.required(kubectl, "image")
    name = generating.name_of(kubectl)
    images = kubectl.flags["image"]
    command_ = _command(kubectl)
    if command_ and len(images) > 1:
        raise KubectlError("cannot specify multiple --image options and command")
    containers = [
        _container(_container_name(image), image, kubectl.flags["port"])
        for image in images
    ]
    if command_:
        containers[0]["command"] = command_
    labels = {"app": name}
    spec = {
        "replicas": kubectl.flags["replicas"],
        "selector": {"matchLabels": labels},
        "strategy": {},
        "template": {
            "metadata": {"creationTimestamp": None, "labels": labels},
            "spec": {"containers": containers},
        },
    }
    yield from generating.made(
        kubectl, "apps/v1", "Deployment", name, _sent(spec), meta={"labels": labels}
    )


def _sent(spec: Doc) -> Doc:
    return {"spec": spec, "status": {}}


def _container(name: str, image: str, port: int) -> Doc:
    ports = {"ports": [{"containerPort": port}]} if port > 0 else {}
    return {"name": name, "image": image, "resources": {}, **ports}


def _container_name(image: str) -> str:
    """The last part of an image's name, without tag and digest."""
    return image.rpartition("/")[2].partition("@")[0].partition(":")[0]


def _command(kubectl: Kubectl) -> list[str]:
    return [] if kubectl.dash is None else kubectl.args[kubectl.dash :]


@command(
    "create job",
    "Create a Job",
    *generating.FLAGS,
    IMAGE,
    Flag("from", help="cronjob/NAME to run once now"),
    usage="create job NAME --image=IMAGE -- COMMAND",
    examples=("kubectl create job once --image=busybox -- date",),
)
def job(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    image, source = kubectl.flags["image"], kubectl.flags["from"]
    if bool(image) == bool(source):
        raise KubectlError("either --image or --from must be specified")
    if source:
        yield from _from_cron(kubectl, name, source)
        return
    yield from generating.made(
        kubectl, "batch/v1", "Job", name, _sent(_job(kubectl, name, image, "Never"))
    )


def _job(kubectl: Kubectl, name: str, image: str, restart: str) -> Doc:
    container: Doc = {"name": name, "image": image, "resources": {}}
    if _command(kubectl):
        container["command"] = _command(kubectl)
    spec = {"containers": [container], "restartPolicy": restart}
    return {"template": {"metadata": {"creationTimestamp": None}, "spec": spec}}


def _from_cron(kubectl: Kubectl, name: str, source: str) -> Iterator[str]:
    info = builder.infos(kubectl, [source])[0]
    if info.resource.kind != "CronJob":
        raise KubectlError(f"from must be an existing cronjob: {source}")
    cron = info.live(kubectl)
    template = cron["spec"]["jobTemplate"]
    owner = {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "name": info.name,
        "uid": cron["metadata"]["uid"],
        "controller": True,
    }
    meta = {
        "annotations": {
            **(template.get("metadata", {}).get("annotations") or {}),
            "cronjob.kubernetes.io/instantiate": "manual",
        },
        "labels": template.get("metadata", {}).get("labels"),
        "ownerReferences": [owner],
    }
    own = {k: v for k, v in meta.items() if v}
    yield from generating.made(
        kubectl, "batch/v1", "Job", name, {"spec": template["spec"]}, meta=own
    )


@command(
    "create cronjob",
    "Create a CronJob",
    *generating.FLAGS,
    IMAGE,
    Flag("schedule", help="When, as cron writes it"),
    Flag("restart", help="OnFailure or Never"),
    usage="create cronjob NAME --image=IMAGE --schedule='*/5 * * * *' -- COMMAND",
    examples=(
        "kubectl create cronjob tick --image=busybox --schedule='* * * * *' -- date",
    ),
    aliases=("create cj",),
)
def cronjob(kubectl: Kubectl) -> Iterator[str]:
    generating.required(kubectl, "image", "schedule")
    name = generating.name_of(kubectl)
    restart = kubectl.flags["restart"] or "OnFailure"
    inner = _job(kubectl, name, kubectl.flags["image"], restart)
    template = {"metadata": {"creationTimestamp": None, "name": name}, "spec": inner}
    spec = {"schedule": kubectl.flags["schedule"], "jobTemplate": template}
    yield from generating.made(kubectl, "batch/v1", "CronJob", name, _sent(spec))


@command(
    "run",
    "Run one Pod",
    *generating.FLAGS,
    IMAGE,
    Flag("port", help="The port that it listens on"),
    Flag("expose", kind="bool", help="Create a Service, too"),
    Flag("env", kind="array", help="NAME=VALUE"),
    Flag("labels", "l", help="KEY=VALUE,..."),
    Flag("annotations", kind="array", help="KEY=VALUE"),
    Flag("restart", default="Always", help="Always, OnFailure or Never"),
    Flag("image-pull-policy", help="Always, IfNotPresent or Never"),
    Flag("command", kind="bool", help="What follows -- is the command, not its words"),
    Flag("overrides", help="JSON that is merged into the Pod"),
    Flag("override-type", default="merge", help="merge"),
    Flag("stdin", "i", kind="bool", help="Keep stdin open"),
    Flag("tty", "t", kind="bool", help="Give it a terminal"),
    Flag("attach", kind="bool", help="Attach to it"),
    Flag("rm", kind="bool", help="Delete it afterwards"),
    Flag("quiet", "q", kind="bool", help="Say less"),
    Flag("privileged", kind="bool", help="Run privileged"),
    usage="run NAME --image=IMAGE",
    examples=("kubectl run web --image=nginx --port=80",),
)
def run(kubectl: Kubectl) -> Iterator[str]:
    words = kubectl.args
    generating.required(kubectl, "image")
    if not words or kubectl.dash == 0:
        raise KubectlError(f"NAME is required for run{SEE}")
    if not IMAGE_NAME.fullmatch(kubectl.flags["image"]):
        name = kubectl.flags["image"]
        raise KubectlError(f'Invalid image name "{name}": invalid reference format')
    for flag in ("attach", "stdin", "tty", "rm", "expose"):
        if kubectl.flags[flag]:
            raise KubectlError(f"--{flag}: {NOT_HERE}")
    if kubectl.flags["restart"] not in RESTARTS:
        raise KubectlError(f"invalid restart policy: {kubectl.flags['restart']}{SEE}")
    name = words[0]
    labels = _pairs(kubectl.flags["labels"]) or {"run": name}
    spec = _pod(kubectl, name, words[1:])
    meta: Doc = {"labels": labels}
    if kubectl.flags["annotations"]:
        meta["annotations"] = _pairs(",".join(kubectl.flags["annotations"]))
    rest = _overridden(kubectl, {"spec": spec, "status": {}})
    yield from generating.made(
        kubectl, "v1", "Pod", name, rest, manager="kubectl-run", meta=meta
    )


def _pod(kubectl: Kubectl, name: str, words: list[str]) -> Doc:
    container: Doc = {"name": name, "image": kubectl.flags["image"], "resources": {}}
    if words:
        container["command" if kubectl.flags["command"] else "args"] = words
    if kubectl.flags["env"]:
        container["env"] = [_variable(text) for text in kubectl.flags["env"]]
    if kubectl.flags["port"]:
        container["ports"] = [{"containerPort": _port(kubectl.flags["port"])}]
    if kubectl.flags["image-pull-policy"]:
        container["imagePullPolicy"] = kubectl.flags["image-pull-policy"]
    if kubectl.flags["privileged"]:
        container["securityContext"] = {"privileged": True}
    restart = kubectl.flags["restart"]
    return {
        "containers": [container],
        "dnsPolicy": "ClusterFirst",
        "restartPolicy": restart,
    }


def _port(text: str) -> int:
    if not text.isdigit():
        raise KubectlError(f'strconv.ParseInt: parsing "{text}": invalid syntax')
    return int(text)


def _variable(text: str) -> Doc:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise KubectlError(f"invalid env: {text}")
    return {"name": name, "value": value} if value else {"name": name}


def _pairs(text: str) -> dict[str, str]:
    if not text:
        return {}
    pairs = [part.partition("=") for part in text.split(",")]
    for name, equals, _ in pairs:
        if not equals:
            raise KubectlError(f"unexpected label spec: {name}")
    return {name: value for name, _, value in pairs}


def _overridden(kubectl: Kubectl, rest: Doc) -> Doc:
    text = kubectl.flags["overrides"]
    if not text:
        return rest
    try:
        wanted = json.loads(text)
    except ValueError as error:
        raise KubectlError(f"Invalid JSON Patch: {error}") from error
    return dict(_merged(rest, {k: v for k, v in wanted.items() if k == "spec"}))


def _merged(old: Any, new: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {
        **old,
        **{name: _merged(old.get(name), value) for name, value in new.items()},
    }
