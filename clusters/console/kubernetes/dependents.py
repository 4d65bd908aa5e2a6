"""Who owns an object and what it owns; and what a deletion takes along, brings back, leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from clusters.live.words import counted
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import cluster_of, kinds, namespace_of, of_key
from clusters.sim.kube.ownership import owner_key
from clusters.sim.kube.wire import wire
from clusters.sim.world import Document, Key, Reader

DEEPEST = 6
"""Nothing that a learner makes owns in more steps."""
SHOWN = 50


def owners(view: Reader, key: Key, doc: Doc) -> Iterator[tuple[Doc, Key | None]]:
    """The owner references, and where each owner is (None: it is not there)."""
    for reference in doc["metadata"].get("ownerReferences") or ():
        place = owner_key(cluster_of(key), namespace_of(key), reference)
        there = view.find(place) if place else None
        same = there is not None and there["metadata"].get("uid") == reference["uid"]
        yield reference, place if same else None


def owned(view: Reader, key: Key, uid: str) -> list[tuple[Key, Document]]:
    """What names this object as an owner, by kind and name."""
    if not uid:
        return []
    documents = {kind.document for _, kind in kinds.items()}
    found = [
        item
        for document in sorted(documents)
        for item in view.by(document, "dependents", uid)
        if cluster_of(item[0]) == cluster_of(key)
    ]
    return sorted(found, key=lambda item: item[0])


def below(view: Reader, key: Key, uid: str, depth: int = 0) -> list[tuple[int, Key]]:
    """Everything that goes when this goes, with how many steps below it is."""
    found: list[tuple[int, Key]] = []
    if depth >= DEEPEST:
        return found
    for item, doc in owned(view, key, uid):
        found.append((depth, item))
        found += below(view, item, doc["metadata"].get("uid", ""), depth + 1)
    return found


def shown_of(key: Key) -> dict[str, Any]:
    """An object as a line: its kind, its name and where its page is."""
    kind = of_key(key)
    return {
        "kind": kind.kind,
        "name": key.name,
        "to": (kind.resource, namespace_of(key) or "-", key.name),
    }


def consequences(view: Reader, key: Key, doc: Doc) -> dict[str, Any]:
    """What a deletion does: what goes with it, what comes back and why, what stays."""
    kind = of_key(key)
    uid = wire(view, key, doc)["metadata"].get("uid", "")
    goes = below(view, key, uid)
    if kind.kind == "Namespace":
        goes = [(0, item) for item in _inside(view, key)]
    tally = Counter(of_key(item).kind for _, item in goes)
    return {
        "goes": [{**shown_of(item), "depth": depth} for depth, item in goes[:SHOWN]],
        "goes_more": max(0, len(goes) - SHOWN),
        "goes_text": ", ".join(counted(n, name) for name, n in sorted(tally.items())),
        "returns": list(_returns(view, key, doc)),
        "also": list(ALSO.get(kind.kind, _nothing)(view, key, doc)),
        "stays": STAYS[kind.kind](doc) if kind.kind in STAYS else [],
    }


def _inside(view: Reader, namespace: Key) -> list[Key]:
    """All that is in a namespace. Events pass by themselves and are not told."""
    scope = f"{namespace.scope}/{namespace.name}"
    documents = {k.document for _, k in kinds.items() if "delete" in k.verbs}
    found = [
        key
        for name in sorted(documents - {"k8s.Event"})
        for key, _ in view.list(name, scope)
    ]
    return sorted(found)


def _returns(view: Reader, key: Key, doc: Doc) -> Iterator[str]:
    """Who makes it again, and how to be rid of it for good."""
    for reference, place in owners(view, key, doc):
        if place is None or not reference.get("controller"):
            continue
        maker = f"{reference['kind']} {reference['name']}"
        if reference["kind"] == "Node":
            continue
        yield (
            f"The {maker} counts one too few and makes a new {of_key(key).kind} at "
            f"once. To be rid of it, delete {_highest(view, place)} or scale it down."
        )
    if key.name == "kube-root-ca.crt" or (key.kind, key.name) == (
        "k8s.ServiceAccount",
        "default",
    ):
        yield "A controller of the control plane puts it back: every namespace has one."
    if (key.kind, key.name) == ("k8s.Service", "kubernetes"):
        yield "The API server makes its own Service again within seconds."


def _highest(view: Reader, key: Key) -> str:
    """The owner at the top: what a learner made by hand."""
    doc = view.find(key)
    for _ in range(DEEPEST):
        upper = next((p for _, p in owners(view, key, doc) if p), None) if doc else None
        if upper is None:
            break
        key, doc = upper, view.find(upper)
    return f"the {of_key(key).kind} {key.name}"


def _nothing(_view: Reader, _key: Key, _doc: Doc) -> Iterator[str]:
    """Most kinds take nothing along but what they own."""
    yield from ()


def _service(_view: Reader, _key: Key, doc: Doc) -> Iterator[str]:
    for ingress in doc.get("status", {}).get("loadBalancer", {}).get("ingress") or ():
        yield (
            f"AWS deletes its load balancer {ingress.get('hostname', '')}; "
            "the address is not given out again."
        )
    yield "Its cluster IP and its name in DNS stop answering; open connections end."


def _node(view: Reader, key: Key, _doc: Doc) -> Iterator[str]:
    pods = [
        pod
        for pod, doc in view.list("k8s.Pod", key.scope)
        if doc["spec"].get("nodeName") == key.name
    ]
    if pods:
        yield (
            f"{counted(len(pods), 'Pod')} on it lose their node and are deleted; their "
            "controllers make new ones on other nodes."
        )


def _account(_view: Reader, _key: Key, _doc: Doc) -> Iterator[str]:
    yield "Tokens of this account are refused from now on."


def _binding(_view: Reader, _key: Key, doc: Doc) -> Iterator[str]:
    names = ", ".join(s.get("name", "") for s in doc.get("subjects") or ())
    yield f"{names or 'Nobody'} loses what it allowed, at once."


def _config(view: Reader, key: Key, _doc: Doc) -> Iterator[str]:
    kind = of_key(key).kind
    users = [
        pod.name
        for pod, doc in view.list("k8s.Pod", key.scope)
        if key.name in _named(doc["spec"], kind)
    ]
    if users:
        yield (
            f"Named by {counted(len(users), 'Pod')} ({', '.join(users[:3])}): they keep "
            "running, but a new one waits with CreateContainerConfigError or FailedMount."
        )


def _named(spec: Doc, kind: str) -> set[str]:
    """The ConfigMaps or Secrets that a Pod's spec names."""
    config = kind == "ConfigMap"
    part, member = ("configMap", "name") if config else ("secret", "secretName")
    volumes = (v.get(part) or {} for v in spec.get("volumes") or ())
    found = {volume.get(member, "") for volume in volumes}
    for container in spec.get("containers") or ():
        for source in container.get("envFrom") or ():
            found.add((source.get(f"{part}Ref") or {}).get("name", ""))
        for variable in container.get("env") or ():
            chosen = (variable.get("valueFrom") or {}).get(f"{part}KeyRef") or {}
            found.add(chosen.get("name", ""))
    return found


ALSO: dict[str, Callable[[Reader, Key, Doc], Iterator[str]]] = {
    "Service": _service,
    "Node": _node,
    "ServiceAccount": _account,
    "RoleBinding": _binding,
    "ClusterRoleBinding": _binding,
    "ConfigMap": _config,
    "Secret": _config,
}
"""What goes outside of the API, or stops working."""


def _instance(doc: Doc) -> list[str]:
    instance = str(doc.get("spec", {}).get("providerID", "")).rpartition("/")[2]
    text = (
        f"The EC2 instance {instance or 'behind it'} keeps running and is paid for. "
        "Delete or scale down its node group to end it."
    )
    return [text]


STAYS: dict[str, Callable[[Doc], list[str]]] = {
    "Node": _instance,
    "Service": lambda _: ["The Pods behind it keep running."],
    "Deployment": lambda _: ["Services, ConfigMaps and Secrets that its Pods use."],
    "Role": lambda _: ["Bindings that name it stay, and allow nothing."],
    "ClusterRole": lambda _: ["Bindings that name it stay, and allow nothing."],
}
"""What a learner may think goes too, and does not."""
