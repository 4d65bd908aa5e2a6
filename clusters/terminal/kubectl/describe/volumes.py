"""Volumes, as Pods and Pod templates tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from clusters.sim.kube import quantity
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.go_words import printed

CLAIM = "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)"
FIELDS: dict[str, tuple[str, tuple[tuple[str, str, Any], ...]]] = {
    "hostPath": (
        "HostPath (bare host directory volume)",
        (("Path", "path", ""), ("HostPathType", "type", "")),
    ),
    "awsElasticBlockStore": (
        "AWSElasticBlockStore (a Persistent Disk resource in AWS)",
        (
            ("VolumeID", "volumeID", ""),
            ("FSType", "fsType", ""),
            ("Partition", "partition", 0),
            ("ReadOnly", "readOnly", False),
        ),
    ),
    "secret": (
        "Secret (a volume populated by a Secret)",
        (("SecretName", "secretName", ""), ("Optional", "optional", False)),
    ),
    "configMap": (
        "ConfigMap (a volume populated by a ConfigMap)",
        (("Name", "name", ""), ("Optional", "optional", False)),
    ),
    "nfs": (
        "NFS (an NFS mount that lasts the lifetime of a pod)",
        (
            ("Server", "server", ""),
            ("Path", "path", ""),
            ("ReadOnly", "readOnly", False),
        ),
    ),
    "persistentVolumeClaim": (
        CLAIM,
        (("ClaimName", "claimName", ""), ("ReadOnly", "readOnly", False)),
    ),
    "csi": (
        "CSI (a Container Storage Interface (CSI) volume source)",
        (
            ("Driver", "driver", ""),
            ("FSType", "fsType", ""),
            ("ReadOnly", "readOnly", False),
        ),
    ),
}


def volumes(planned: Iterable[Doc] | None, space: str = "") -> Iterator[str]:
    """Each volume, and what is in it."""
    listed = list(planned or ())
    yield f"{space}Volumes:\n" if listed else f"{space}Volumes:\t<none>\n"
    for one in listed:
        yield f"  {' ' if space else ''}{one['name']}:\n"
        yield from _volume(one)


def _volume(one: Doc) -> Iterator[str]:
    for kind, (told, fields) in FIELDS.items():
        if kind in one:
            yield f"    Type:\t{told}\n"
            for title, name, missing in fields:
                yield f"    {title}:\t{printed((one[kind] or {}).get(name, missing))}\n"
            return
    if "emptyDir" in one:
        yield from _empty(one["emptyDir"] or {})
    elif "downwardAPI" in one:
        yield from _downward(one["downwardAPI"] or {})
    elif "projected" in one:
        yield from _projected(one["projected"] or {})
    else:
        yield "  <unknown>\n"


def _empty(source: Doc) -> Iterator[str]:
    limit = source.get("sizeLimit")
    shown = limit if limit and quantity.parse(limit) > 0 else "<unset>"
    yield "    Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)\n"
    yield f"    Medium:\t{source.get('medium', '')}\n"
    yield f"    SizeLimit:\t{shown}\n"


def _downward(source: Doc) -> Iterator[str]:
    told = "DownwardAPI (a volume populated by information about the pod)"
    yield f"    Type:\t{told}\n    Items:\n"
    for item in source.get("items") or ():
        ref = item.get("fieldRef") or item.get("resourceFieldRef") or {}
        what = ref.get("fieldPath") or ref.get("resource", "")
        yield f"      {what} -> {item['path']}\n"


def _projected(source: Doc) -> Iterator[str]:
    told = "Projected (a volume that contains injected data from multiple sources)"
    yield f"    Type:\t{told}\n"
    for one in source.get("sources") or ():
        if "secret" in one:
            yield f"    SecretName:\t{one['secret'].get('name', '')}\n"
            yield f"    Optional:\t{printed(bool(one['secret'].get('optional')))}\n"
        elif "downwardAPI" in one:
            yield "    DownwardAPI:\ttrue\n"
        elif "configMap" in one:
            yield f"    ConfigMapName:\t{one['configMap'].get('name', '')}\n"
            yield f"    Optional:\t{printed(bool(one['configMap'].get('optional')))}\n"
        elif "serviceAccountToken" in one:
            seconds = one["serviceAccountToken"].get("expirationSeconds", 0)
            yield f"    TokenExpirationSeconds:\t{seconds}\n"
