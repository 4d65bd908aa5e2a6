"""Who a node is to its cluster: its role, and what maps the role to a Kubernetes user."""

from __future__ import annotations

from typing import NamedTuple

from clusters.console.nodes import node_roles
from clusters.console.nodes.joining.subject import BAD, OK, Check, Subject, not_asked
from clusters.console.things import Thing
from clusters.sim.commands import Caller
from clusters.sim.controllers.node_boot.obstacles import NODE_USER, NODES
from clusters.sim.kube import authn
from clusters.sim.world import Document, Key, World

TEMPLATE = f"{NODE_USER}{{{{EC2PrivateDNSName}}}}"


def role(found: Subject) -> Check:
    asks = "Does it carry a role?"
    caller = authn.node_caller(found.world, found.key)
    if caller is not None:
        name = _role_name(caller)
        about = Thing("role", name)
        return Check(asks, OK, "you", f"Its profile carries {name}.", about=about)
    told = "It has no instance profile with a role, so it has no identity to show."
    todo = "Put an instance profile with a node role into the launch template."
    return Check(asks, BAD, "you", told, todo)


def policies(found: Subject) -> Check:
    asks = "Does the role have the three node policies?"
    caller = authn.node_caller(found.world, found.key)
    doc = _role_of(found.world, caller) if caller else None
    if caller is None or doc is None:
        return not_asked(asks, "you")
    about, lacks = Thing("role", doc["RoleName"]), node_roles.missing(doc)
    if not lacks:
        return Check(asks, OK, "you", "Worker, CNI and registry policies.", about=about)
    told = f"{doc['RoleName']} lacks {', '.join(lacks)}. {node_roles.NEEDED[lacks[0]]}"
    return Check(asks, BAD, "you", told, "Attach what is missing.", about)


def mapped(found: Subject) -> Check:
    asks = "Does the cluster know the role as a node's?"
    caller = authn.node_caller(found.world, found.key)
    if caller is None or found.cluster is None:
        return not_asked(asks, "you")
    known = _mapping(found.world, found.cluster, caller)
    about = Thing("access", found.cluster.name)
    state = BAD if known.todo else OK
    return Check(asks, state, "you", known.told, known.todo, about)


def role_name(found: Subject) -> str:
    """The role that the instance carries; empty without one."""
    caller = authn.node_caller(found.world, found.key)
    return _role_name(caller) if caller else ""


class _Mapping(NamedTuple):
    """As what a role is let in; and what to do when it is not let in as a node."""

    told: str
    todo: str = ""


def _role_name(caller: Caller) -> str:
    return caller.arn.split(":assumed-role/")[1].partition("/")[0]


def _role_of(world: World, caller: Caller) -> Document | None:
    return world.find(Key("iam.Role", "", _role_name(caller)))


def _mapping(world: World, cluster: Key, caller: Caller) -> _Mapping:
    """What the cluster takes the role for."""
    name, user = _role_name(caller), authn.user_for(world, cluster, caller)
    doc = world.find(cluster)
    mode = doc["accessConfig"]["authenticationMode"] if doc else ""
    if user is None:
        told = f"Nothing maps {name}: neither an access entry nor a line of aws-auth."
        return _Mapping(told, _how(mode, name))
    if NODES in user.groups and user.name.startswith(NODE_USER):
        return _Mapping(f"{name} is let in as {user.name}, in {NODES}.")
    told = (
        f"{name} is mapped to {user.name} without being a node: that takes the user name "
        f"{TEMPLATE} and the group {NODES}."
    )
    return _Mapping(told, _how(mode, name))


def _how(mode: str, name: str) -> str:
    """What lets a role in, by the cluster's authentication mode."""
    entry = f"Create an access entry of type EC2_LINUX for {name}"
    line = (
        f"add {name} to mapRoles of the ConfigMap aws-auth, with the user name "
        f"{TEMPLATE} and the groups system:bootstrappers and {NODES}"
    )
    if mode == "CONFIG_MAP":
        return f"{line[0].upper()}{line[1:]}."
    return f"{entry}." if mode == "API" else f"{entry}, or {line}."
