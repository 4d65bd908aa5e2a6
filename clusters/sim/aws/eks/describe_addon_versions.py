"""DescribeAddonVersions: the catalogue of add-ons."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.eks import listing
from clusters.sim.catalog import addons
from clusters.sim.catalog.addons import Addon
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PUBLISHER, OWNER = "eks", "aws"


@operation("eks:DescribeAddonVersions", reads=True)
def describe_addon_versions(_tx: Tx, _caller: Caller, request: Doc) -> Doc:
    found = [
        _shown(entry, request.get("kubernetesVersion", ""))
        for name, entry in sorted(addons.ADDONS.items())
        if _wanted(entry, name, request)
    ]
    shown = [entry for entry in found if entry["addonVersions"]]
    return listing.page("addons", shown, request)


def _wanted(entry: Addon, name: str, request: Doc) -> bool:
    return (
        request.get("addonName") in (None, name)
        and entry.type in (request.get("types") or [entry.type])
        and PUBLISHER in (request.get("publishers") or [PUBLISHER])
        and OWNER in (request.get("owners") or [OWNER])
    )


def _shown(entry: Addon, minor: str) -> dict[str, Any]:
    by_version: dict[str, list[str]] = {}
    for kubernetes, version in entry.versions.items():
        if minor in ("", kubernetes):
            by_version.setdefault(version, []).append(kubernetes)
    return {
        "addonName": entry.name,
        "type": entry.type,
        "publisher": PUBLISHER,
        "owner": OWNER,
        "defaultNamespace": "kube-system",
        "addonVersions": [
            {
                "addonVersion": version,
                "architecture": ["amd64", "arm64"],
                "computeTypes": ["ec2"],
                "compatibilities": [
                    {
                        "clusterVersion": kubernetes,
                        "platformVersions": ["*"],
                        "defaultVersion": True,
                    }
                    for kubernetes in sorted(minors, reverse=True)
                ],
                "requiresConfiguration": False,
                "requiresIamPermissions": entry.name == "vpc-cni",
            }
            for version, minors in sorted(by_version.items(), reverse=True)
        ],
    }
