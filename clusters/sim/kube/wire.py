"""How a stored document looks to clients of the API."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube.kind import Kind, cluster_of, of_key
from clusters.sim.world import Document, Key, Reader

META_ORDER = (
    "name",
    "generateName",
    "namespace",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "labels",
    "annotations",
    "ownerReferences",
    "finalizers",
)
_HIDDEN = ("apiVersion", "kind", "metadata", "_")


def wire(view: Reader, key: Key, doc: Doc, kind: Kind | None = None) -> dict[str, Any]:
    """The object as clients see it. Shares its parts with the document: read only."""
    kind = kind or of_key(key)
    meta = doc["metadata"]
    if "uid" not in meta:
        meta = {**meta, **born_with_cluster(view, key)}
    if isinstance(doc, Document):
        meta = {**meta, "resourceVersion": str(doc.rv)}
    out = {
        "apiVersion": doc["apiVersion"],
        "kind": doc["kind"],
        "metadata": {name: meta[name] for name in META_ORDER if name in meta},
    }
    out.update((name, value) for name, value in doc.items() if name not in _HIDDEN)
    return kind.shown(out) if kind.shown else out


def wire_bytes(view: Reader, key: Key, doc: Document) -> bytes:
    """The object's JSON; made once for each version of the document."""
    if "uid" not in doc["metadata"]:
        return encoded(wire(view, key, doc))
    return doc.once("json", lambda: encoded(wire(view, key, doc)))


def encoded(value: Any) -> bytes:
    """Compact JSON."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def born_with_cluster(view: Reader, key: Key) -> dict[str, str]:
    """What a document of the shared base layer has of its own in each cluster."""
    cluster = cluster_of(key)
    born = view.find(Key("k8s.Namespace", cluster, "kube-system"))
    digest = hashlib.blake2b("/".join((cluster, *key)).encode(), digest_size=16)
    h = digest.hexdigest()
    uid = f"{h[:8]}-{h[8:12]}-4{h[13:16]}-8{h[17:20]}-{h[20:]}"
    made = born["metadata"]["creationTimestamp"] if born else "1970-01-01T00:00:00Z"
    return {"uid": uid, "creationTimestamp": made}
