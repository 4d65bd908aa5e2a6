"""What wakes a booting instance, and what may help one that is refused."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.commands import Doc
from clusters.sim.kube import aws_auth
from clusters.sim.registry import watches
from clusters.sim.world import Key, Reader, index

INSTANCE = "ec2.Instance"
NETWORK = (
    "ec2.Vpc",
    "ec2.Subnet",
    "ec2.RouteTable",
    "ec2.InternetGateway",
    "ec2.NatGateway",
    "ec2.SecurityGroup",
    "ec2.NetworkInterface",
)
IDENTITY = ("iam.Role", "iam.InstanceProfile", "eks.AccessEntry")
CLUSTER = ("eks.Cluster", "dc.ApiServer", "dc.EtcdMember")


def _refused(_key: Key, doc: Doc) -> Iterable[str]:
    return ("yes",) if doc["_"].get("boot", {}).get("problem") else ()


index(INSTANCE, "refused", _refused)


def _all_refused(view: Reader, _key: Key, _doc: Doc) -> Iterable[Key]:
    return [key for key, _ in view.by(INSTANCE, "refused", "yes")]


def _if_aws_auth(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    return _all_refused(view, key, doc) if key.name == aws_auth.NAME else ()


WATCHES = (
    watches(INSTANCE),
    watches("k8s.ConfigMap", to=_if_aws_auth),
    *(watches(kind, to=_all_refused) for kind in (*NETWORK, *IDENTITY, *CLUSTER)),
)
