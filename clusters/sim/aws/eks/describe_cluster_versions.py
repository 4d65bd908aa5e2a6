"""DescribeClusterVersions: the calendar of what EKS offers."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.eks import listing
from clusters.sim.catalog import eks_versions
from clusters.sim.catalog.eks_versions import Version
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DescribeClusterVersions", reads=True)
def describe_cluster_versions(_tx: Tx, _caller: Caller, request: Doc) -> Doc:
    released = [
        v for v in eks_versions.VERSIONS.values() if v.released <= eks_versions.AS_OF
    ]
    found = released if request.get("includeAll") else eks_versions.offered()
    shown = [_shown(version) for version in found if _wanted(version, request)]
    return listing.page("clusterVersions", shown, request)


def _wanted(version: Version, request: Doc) -> bool:
    asked = request.get("clusterVersions")
    if asked and version.minor not in asked:
        return False
    if request.get("defaultOnly") and version.minor != eks_versions.DEFAULT:
        return False
    status = request.get("versionStatus") or _upper(request.get("status", ""))
    return not status or version.support() == status


def _shown(version: Version) -> dict[str, Any]:
    support = version.support()
    return {
        "clusterVersion": version.minor,
        "clusterType": "eks",
        "defaultPlatformVersion": version.platform,
        "defaultVersion": version.minor == eks_versions.DEFAULT,
        "releaseDate": eks_versions.epoch(version.released),
        "endOfStandardSupportDate": eks_versions.epoch(version.standard_until),
        "endOfExtendedSupportDate": eks_versions.epoch(version.extended_until),
        "status": support.lower().replace("_", "-"),
        "versionStatus": support,
        "kubernetesPatchVersion": version.patch,
    }


def _upper(status: str) -> str:
    """The deprecated spelling, `standard-support`, in the present one."""
    return status.upper().replace("-", "_")
