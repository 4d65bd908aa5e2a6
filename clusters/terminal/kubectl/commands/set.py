"""kubectl set: image, env, resources and serviceaccount of a Pod template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy

from clusters.terminal.kubectl import builder, changing, three_way
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import dry_run, told
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import NOT_HERE, KubectlError
from clusters.terminal.kubectl.flags import Flag

FLAGS = (
    changing.FILENAME,
    changing.RECURSIVE,
    changing.DRY_RUN,
    changing.OUTPUT,
    changing.SELECTOR,
    changing.ALL,
    changing.MANAGER,
    changing.RECORD,
    Flag("local", kind="bool", help="Change a file, not the cluster"),
)
Change = Callable[[Doc], None]


@command(
    "set image",
    "Change the image of containers",
    *FLAGS,
    usage="set image TYPE/NAME CONTAINER=IMAGE ...",
    examples=("kubectl set image deploy/web nginx=nginx:1.27",),
    completes="resource",
)
def image(kubectl: Kubectl) -> Iterator[str]:
    words, changes = _apart(kubectl, "image")
    if not changes:
        raise KubectlError("at least one image update is required")
    wanted = dict(change.partition("=")[::2] for change in changes)

    def change(spec: Doc) -> None:
        _images(spec, wanted)

    yield from _all(kubectl, words, "image", change, _checked(wanted))


def _checked(wanted: dict[str, str]) -> Callable[[Doc], None]:
    def check(spec: Doc) -> None:
        names = {c["name"] for c in _containers(spec)}
        missing = [name for name in wanted if name != "*" and name not in names]
        if missing:
            raise KubectlError(
                "\n".join(
                    f'error: unable to find container named "{n}"' for n in missing
                )
            )

    return check


def _images(spec: Doc, wanted: dict[str, str]) -> None:
    for container in _containers(spec):
        for name in ("*", container["name"]):
            if name in wanted:
                container["image"] = wanted[name]


def _containers(spec: Doc) -> list[Doc]:
    return [*(spec.get("initContainers") or ()), *(spec.get("containers") or ())]


@command(
    "set env",
    "Change environment variables of containers",
    *FLAGS,
    Flag("containers", "c", default="*", help="Only containers of this name"),
    Flag("list", kind="bool", help="Show the variables instead"),
    Flag("env", "e", kind="array", help="NAME=VALUE"),
    Flag(
        "overwrite", kind="bool", default=True, help="Change variables that are there"
    ),
    Flag("from", help="A ConfigMap or Secret"),
    usage="set env TYPE/NAME NAME=VALUE ... NAME-",
    examples=(
        "kubectl set env deploy/web COLOUR=teal",
        "kubectl set env deploy/web --list",
    ),
    completes="resource",
)
def env(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.flags["from"]:
        raise KubectlError(f"--from: {NOT_HERE}")
    words = [w for w in kubectl.args if "=" not in w and not w.endswith("-")]
    changes = [w for w in kubectl.args if w not in words] + kubectl.flags["env"]
    if not words and not kubectl.flags["filename"]:
        raise KubectlError(changing.ONE_OR_MORE)
    if kubectl.flags["list"]:
        for info in builder.infos(kubectl, words):
            yield from _listed(kubectl, info)
        return
    added = dict(w.partition("=")[::2] for w in changes if "=" in w)
    gone = [w[:-1] for w in changes if "=" not in w]

    def change(spec: Doc) -> None:
        _variables(kubectl, spec, added, gone)

    yield from _all(kubectl, words, "env", change)


def _listed(kubectl: Kubectl, info: Info) -> Iterator[str]:
    spec = _pod_spec(info.live(kubectl))
    for container in spec.get("containers") or ():
        yield (f"# {info.resource.kind} {info.name}, container {container['name']}\n")
        for one in container.get("env") or ():
            if "valueFrom" in one:
                yield f"# {one['name']} {_source(one['valueFrom'])}\n"
            else:
                yield f"{one['name']}={one.get('value', '')}\n"


def _source(where: Doc) -> str:
    if "fieldRef" in where:
        ref = where["fieldRef"]
        return f"from field path {ref['fieldPath']}"
    for field, word in (("configMapKeyRef", "configmap"), ("secretKeyRef", "secret")):
        if field in where:
            return f"from {word} {where[field]['name']}, key {where[field]['key']}"
    return "from a resource field"


def _variables(
    kubectl: Kubectl, spec: Doc, added: dict[str, str], gone: list[str]
) -> None:
    chosen = kubectl.flags["containers"]
    for container in spec.get("containers") or ():
        if chosen not in ("*", container["name"]):
            continue
        now = [one for one in container.get("env") or () if one["name"] not in gone]
        for name, value in added.items():
            known = next((one for one in now if one["name"] == name), None)
            if known is None:
                now.append({"name": name, "value": value})
            else:
                known.pop("valueFrom", None)
                known["value"] = value
        container["env"] = now


@command(
    "set resources",
    "Change requests and limits of containers",
    *FLAGS,
    Flag("containers", "c", default="*", help="Only containers of this name"),
    Flag("requests", help="cpu=100m,memory=64Mi"),
    Flag("limits", help="cpu=200m,memory=128Mi"),
    usage="set resources TYPE/NAME --requests=cpu=100m",
    examples=("kubectl set resources deploy/web --requests=cpu=100m,memory=64Mi",),
    completes="resource",
)
def resources(kubectl: Kubectl) -> Iterator[str]:
    if not (kubectl.flags["requests"] or kubectl.flags["limits"]):
        raise KubectlError(
            "you must specify an update to requests or limits (in the form of "
            "--requests/--limits)"
        )
    amounts = {
        field: _amounts(kubectl.flags[field])
        for field in ("limits", "requests")
        if kubectl.flags[field]
    }

    def change(spec: Doc) -> None:
        for container in spec.get("containers") or ():
            if kubectl.flags["containers"] in ("*", container["name"]):
                own = container.setdefault("resources", {})
                for field, wanted in amounts.items():
                    own[field] = {**(own.get(field) or {}), **wanted}

    if not kubectl.args and not kubectl.flags["filename"]:
        raise KubectlError(changing.ONE_OR_MORE)
    yield from _all(kubectl, kubectl.args, "resource requirements", change)


def _amounts(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",")]
    for name, equals, _ in pairs:
        if not equals:
            raise KubectlError(
                f"invalid argument syntax {name}, expected <resource>=<value>"
            )
    return {name: value for name, _, value in pairs}


@command(
    "set serviceaccount",
    "Change the service account of a workload",
    *FLAGS,
    usage="set serviceaccount TYPE/NAME NAME",
    examples=("kubectl set serviceaccount deploy/web reader",),
    aliases=("set sa",),
    completes="resource",
)
def serviceaccount(kubectl: Kubectl) -> Iterator[str]:
    if not kubectl.args:
        raise KubectlError("serviceaccount is required")
    *words, name = kubectl.args
    if not words and not kubectl.flags["filename"]:
        raise KubectlError(changing.ONE_OR_MORE)

    def change(spec: Doc) -> None:
        spec["serviceAccountName"] = name

    yield from _all(kubectl, words, "serviceaccount", change)


def _apart(kubectl: Kubectl, what: str) -> tuple[list[str], list[str]]:
    """The words that name objects, and the changes after them. Raises KubectlError."""
    words = [w for w in kubectl.args if "=" not in w]
    changes = [w for w in kubectl.args if "=" in w]
    if kubectl.args[: len(words)] != words:
        raise KubectlError(
            f"all resources must be specified before {what} changes: {words[-1]}"
        )
    if not words and not kubectl.flags["filename"]:
        raise KubectlError(changing.NEEDS_RESOURCES)
    return words, changes


def _all(
    kubectl: Kubectl,
    words: list[str],
    what: str,
    change: Change,
    check: Change | None = None,
) -> Iterator[str]:
    if kubectl.flags["local"]:
        raise KubectlError(f"--local: {NOT_HERE}")
    dry_run(kubectl)
    found = builder.infos(kubectl, words)

    def one(info: Info) -> Iterator[str]:
        live = info.live(kubectl)
        if check is not None:
            check(_pod_spec(live))
        wanted = deepcopy(live)
        change(_pod_spec(wanted))
        if wanted == live:
            return
        body = wanted if dry_run(kubectl) == "client" else _sent(kubectl, info, wanted)
        yield told(kubectl, info, f"{what} updated", body)

    yield from changing.each(found, one)


def _sent(kubectl: Kubectl, info: Info, wanted: Doc) -> Doc:
    known = changing.struct_of(kubectl, info.resource)
    live = info.body or {}
    patch = three_way.strategic(known.known, known.fields, live, wanted, live)
    return changing.patch(kubectl, info, patch, manager="kubectl-set")


def _pod_spec(body: Doc) -> Doc:
    """Where an object has its Pod's spec. Raises KubectlError."""
    spec = body.get("spec") or {}
    if body.get("kind") == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    if "template" in spec:
        found: Doc = spec["template"]["spec"]
        return found
    if body.get("kind") == "Pod":
        return spec
    kind = body.get("kind", "")
    raise KubectlError(
        f"the object is not a pod or does not have a pod template: {kind}"
    )
