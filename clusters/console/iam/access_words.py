"""Access entries and access policies in words: what they are and what they allow."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.eks import access_entry
from clusters.sim.catalog import access_policies
from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, World

POLICIES = {
    "AmazonEKSClusterAdminPolicy": "Everything, everywhere, as cluster-admin does.",
    "AmazonEKSAdminPolicy": "Reads and changes workloads and Secrets, and gives Roles to others. Meant for namespaces.",
    "AmazonEKSEditPolicy": "Reads and changes workloads, configuration and Secrets. Gives no rights to others.",
    "AmazonEKSViewPolicy": "Reads most objects, but no Secrets. Changes nothing.",
    "AmazonEKSAdminViewPolicy": "Reads everything, Secrets too. Changes nothing.",
    "AmazonEKSSecretReaderPolicy": "Reads Secrets, nothing else.",
    "AmazonEKSSecretAdminPolicy": "Reads and changes Secrets, nothing else.",
    "AmazonEKSEventPolicy": "Reads and writes Events, nothing else.",
}
MODES = {
    "API": "EKS reads access entries only. The ConfigMap aws-auth counts for nothing.",
    "API_AND_CONFIG_MAP": "EKS reads access entries first, then the ConfigMap aws-auth. An entry hides the line of the same principal.",
    "CONFIG_MAP": "EKS reads the ConfigMap aws-auth only. Access entries cannot be made, and the cluster's creator is an administrator whom no list shows.",
}
NEXT_MODE = {"CONFIG_MAP": "API_AND_CONFIG_MAP", "API_AND_CONFIG_MAP": "API"}
"""EKS moves a cluster this way only, never back."""
TYPES = {
    "STANDARD": "People and programs. Groups and access policies say what they may do.",
    "EC2_LINUX": "Linux nodes that you run. EKS gives the groups that kubelets need.",
    "EC2_WINDOWS": "Windows nodes that you run.",
    "EC2": "Nodes of EKS Auto Mode.",
    "FARGATE_LINUX": "Pods on Fargate.",
    "HYBRID_LINUX": "Nodes outside AWS.",
    "HYPERPOD_LINUX": "Nodes of SageMaker HyperPod.",
}


def short(arn: str) -> str:
    """`role/web` of a principal's ARN."""
    return arn.partition(":")[2].rpartition(":")[2] or arn


def policy(held: Doc) -> dict[str, str]:
    """An association: which policy, for what, and what that allows."""
    name = held["policyArn"].rpartition("/")[2]
    scope = held["accessScope"]
    where = ", ".join(scope["namespaces"])
    return {
        "name": name,
        "arn": held["policyArn"],
        "where": f"Namespaces {where}" if where else "The whole cluster",
        "words": POLICIES.get(name, NO_RULES),
    }


NO_RULES = "Exists on AWS for another service; in this simulation it allows nothing."


def offered() -> list[dict[str, str]]:
    """The policies that can be chosen, those that people meet first."""
    return [
        {
            "name": name,
            "arn": access_policies.arn(name),
            "words": POLICIES.get(name, NO_RULES),
        }
        for name in access_policies.NAMES
    ]


def entry(world: World, cluster: Key, key: Key, doc: Document) -> dict[str, Any]:
    """An access entry as the list shows it."""
    return {
        "arn": key.name,
        "short": short(key.name),
        "type": doc["type"],
        "type_words": TYPES[doc["type"]],
        "username": doc["username"],
        "groups": ", ".join(doc["kubernetesGroups"]),
        "policies": [policy(held) for held in doc["_"]["policies"]],
        "standard": doc["type"] == access_entry.STANDARD,
        "made": made_by(world, cluster, doc),
        "orphan": orphan(world, key, doc),
        "idle": idle(doc),
    }


def made_by(world: World, cluster: Key, doc: Document) -> dict[str, str]:
    """Who made an entry: a call of yours, or EKS itself, and why."""
    arn = doc["principalArn"]
    if doc["_"]["request"]:
        return {"owner": "you", "word": "You", "why": "by CreateAccessEntry"}
    groups = [key.name for key in groups_of(world, cluster, arn)]
    if groups:
        names = ", ".join(groups)
        return {"owner": "aws", "word": "AWS", "why": f"for node group {names}"}
    if doc["type"] == access_entry.STANDARD:
        return {"owner": "aws", "word": "AWS", "why": "for the cluster's creator"}
    return {"owner": "aws", "word": "AWS", "why": "for a node role"}


def groups_of(world: World, cluster: Key, role_arn: str) -> list[Key]:
    """The node groups of a cluster whose nodes carry a role."""
    scope = f"{cluster.scope}/{cluster.name}"
    found = world.list("eks.Nodegroup", scope)
    return [key for key, doc in found if doc["nodeRole"] == role_arn]


def orphan(world: World, key: Key, doc: Document) -> str:
    """Why nobody can come in by an entry any more; empty when somebody can."""
    unique = doc["_"]["principal_id"]
    if not unique:
        return ""
    now = access_entry.unique_id(world, key.name)
    if now is None:
        return f"{short(key.name)} is gone from IAM: nobody comes in by this entry."
    if now != unique:
        return (
            f"{short(key.name)} was deleted and made anew. An entry remembers the "
            "principal's id, so the new one is a stranger: delete the entry and make it again."
        )
    return ""


def idle(doc: Document) -> bool:
    """Whether an entry lets somebody in who may then do nothing."""
    return (
        doc["type"] == access_entry.STANDARD
        and not doc["kubernetesGroups"]
        and not doc["_"]["policies"]
    )


def lost(world: World, cluster: Key, doc: Document, me: str) -> list[dict[str, str]]:
    """What goes when an entry is deleted, and whose that is."""
    arn, out = doc["principalArn"], []
    if arn == me:
        out.append(
            {
                "owner": "you",
                "title": "You would lock yourself out",
                "text": "kubectl and the resources on these pages then answer Unauthorized to you. IAM still lets you make the entry anew: that is how EKS clusters are got back.",
            }
        )
    groups = groups_of(world, cluster, arn)
    if doc["type"] != access_entry.STANDARD:
        named = ", ".join(key.name for key in groups) or "every node with this role"
        out.append(
            {
                "owner": "you",
                "title": "Nodes lose their way in",
                "text": f"Kubelets of {named} are refused. Their Nodes become NotReady after about 40 s, and new ones never join.",
            }
        )
    if doc["_"]["policies"]:
        names = ", ".join(policy(held)["name"] for held in doc["_"]["policies"])
        out.append(
            {
                "owner": "shared",
                "title": "The policies on it go too",
                "text": f"{names}. They are kept on the entry, not on the IAM principal.",
            }
        )
    if not out:
        text = f"{short(arn)} can no longer sign in to {cluster.name}. Nothing that runs is touched."
        out.append({"owner": "you", "title": "What changes", "text": text})
    return out
