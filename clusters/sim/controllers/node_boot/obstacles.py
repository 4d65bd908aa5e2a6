"""What stands between a kubelet and its cluster: the first thing that refuses."""

from __future__ import annotations

from typing import NamedTuple

from clusters.sim.aws.eks import cluster
from clusters.sim.catalog.node_config import NodeConfig
from clusters.sim.datacenter import control_plane
from clusters.sim.errors import Refusal
from clusters.sim.kube import authn
from clusters.sim.network import reachability
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

NODES = "system:nodes"
NODE_USER = "system:node:"


class Obstacle(NamedTuple):
    """Why a node does not get in, in words for people and for its journal."""

    reason: str
    text: str
    next: str
    journal: tuple[str, ...]
    authenticator: str = ""


def first(tx: Tx, key: Key, config: NodeConfig) -> Obstacle | None:
    """What refuses the instance now."""
    here = target(tx, key, config)
    if here is None:
        return _unknown(config)
    path = reachability.node_to_api(tx, here, key)
    if not path.ok:
        blamed = next((hop.owner for hop in path.hops if not hop.ok), "you")
        return _unreachable(tx, here, path.reason, blamed)
    if not control_plane.writable(tx, cluster.id_of(tx, here)):
        text = f"The API server of {here.name} does not take its registration now."
        line = _error("etcdserver: request timed out")
        return Obstacle("ApiServerUnavailable", text, "aws", (line,))
    return _refused_identity(tx, here, key, config)


def target(view: Reader, key: Key, config: NodeConfig) -> Key | None:
    """The cluster at the endpoint that the node was given, or by the name alone."""
    for found, doc in view.list(cluster.KIND, key.scope):
        if config.endpoint:
            if config.endpoint.rstrip("/").endswith(doc["_"]["id"]):
                return found
        elif found.name == config.cluster:
            return found
    return None


def _unknown(config: NodeConfig) -> Obstacle:
    what = config.endpoint or f"a cluster named {config.cluster!r}"
    text = f"its user data names {what}, and there is no such cluster in this region."
    line = _error(f"dial tcp: lookup {config.endpoint or config.cluster}: no such host")
    return Obstacle("NoSuchCluster", text, "you", (line,))


def _unreachable(tx: Tx, here: Key, why: str, owner: str) -> Obstacle:
    endpoint = cluster.endpoint(here, tx.need(here), tx.site)
    line = _error(f'Post "{endpoint}/api/v1/nodes": dial tcp: i/o timeout')
    moves = "aws" if owner == "aws" else "you"
    return Obstacle("ApiServerUnreachable", why, moves, (line,))


def _refused_identity(
    tx: Tx, here: Key, key: Key, config: NodeConfig
) -> Obstacle | None:
    line = _error("Unauthorized")
    caller = authn.node_caller(tx, key)
    if caller is None:
        text = (
            "it carries no instance profile with a role, so it has no identity to show."
        )
        return Obstacle("NoCredentials", text, "you", (line,))
    if config.cluster != here.name:
        text = (
            f"its user data calls the cluster {config.cluster!r}, so its token is for "
            f"another cluster than {here.name!r}."
        )
        denied = (
            'access denied: error="input token was not properly formatted: '
            'unexpected status code 403"'
        )
        return Obstacle("Unauthorized", text, "you", (line,), denied)
    user = authn.user_for(tx, here, caller)
    role = caller.arn.split(":assumed-role/")[1].partition("/")[0]
    if user is None:
        text = (
            f"nothing maps its role {role} to a node of {here.name}: neither an access "
            "entry nor a line of the ConfigMap aws-auth."
        )
        denied = f'access denied: arn="{caller.arn}" error="ARN is not mapped"'
        return Obstacle("Unauthorized", text, "you", (line,), denied)
    if NODES not in user.groups or not user.name.startswith(NODE_USER):
        text = (
            f"its role {role} is mapped to {user.name} without being a node: that takes "
            f"the user name {NODE_USER}{{{{EC2PrivateDNSName}}}} and the group {NODES}."
        )
        forbidden = _error(
            f'nodes is forbidden: User "{user.name}" cannot create resource "nodes" in '
            'API group "" at the cluster scope'
        )
        return Obstacle("Forbidden", text, "you", (forbidden,))
    return None


def invalid(refusal: Refusal) -> Obstacle:
    """The API server does not take the Node as the user data makes it."""
    text = f"the API server refuses its Node: {refusal.message}"
    return Obstacle("RegistrationRefused", text, "you", (_error(refusal.message),))


def _error(what: str) -> str:
    return f'kubelet[2011]: E "Unable to register node with API server" err="{what}"'
