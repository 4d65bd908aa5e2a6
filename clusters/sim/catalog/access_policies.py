"""EKS access policies: which exist, and what the simulated ones allow.

Names from `aws eks list-access-policies`, rules from the EKS user guide's page
"Review access policy permissions", seen 2026-07.
"""

from __future__ import annotations

from typing import NamedTuple

PREFIX = "arn:aws:eks::aws:cluster-access-policy/"
SOURCE = (
    "https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html"
)


class Rule(NamedTuple):
    """A rule as a ClusterRole has it; `paths` are non-resource URLs."""

    groups: tuple[str, ...]
    resources: tuple[str, ...]
    verbs: tuple[str, ...]
    paths: tuple[str, ...] = ()


READ = ("get", "list", "watch")
WRITE = ("create", "delete", "deletecollection", "patch", "update")
EVERYTHING = (Rule(("*",), ("*",), ("*",)), Rule((), (), ("*",), ("*",)))

_VIEWED = (
    Rule(
        ("",),
        (
            "bindings",
            "configmaps",
            "endpoints",
            "events",
            "limitranges",
            "namespaces",
            "namespaces/status",
            "persistentvolumeclaims",
            "persistentvolumeclaims/status",
            "pods",
            "pods/log",
            "pods/status",
            "replicationcontrollers",
            "replicationcontrollers/scale",
            "replicationcontrollers/status",
            "resourcequotas",
            "resourcequotas/status",
            "serviceaccounts",
            "services",
            "services/status",
        ),
        READ,
    ),
    Rule(
        ("apps",),
        (
            "controllerrevisions",
            "daemonsets",
            "daemonsets/status",
            "deployments",
            "deployments/scale",
            "deployments/status",
            "replicasets",
            "replicasets/scale",
            "replicasets/status",
            "statefulsets",
            "statefulsets/scale",
            "statefulsets/status",
        ),
        READ,
    ),
    Rule(
        ("autoscaling",),
        ("horizontalpodautoscalers", "horizontalpodautoscalers/status"),
        READ,
    ),
    Rule(("batch",), ("cronjobs", "cronjobs/status", "jobs", "jobs/status"), READ),
    Rule(("discovery.k8s.io",), ("endpointslices",), READ),
    Rule(
        ("networking.k8s.io",),
        ("ingresses", "ingresses/status", "networkpolicies"),
        READ,
    ),
    Rule(("policy",), ("poddisruptionbudgets", "poddisruptionbudgets/status"), READ),
)
_EDITED = (
    Rule(
        ("",),
        (
            "pods/attach",
            "pods/exec",
            "pods/portforward",
            "pods/proxy",
            "secrets",
            "services/proxy",
        ),
        READ,
    ),
    Rule(("",), ("serviceaccounts",), ("impersonate",)),
    Rule(
        ("",),
        (
            "configmaps",
            "events",
            "persistentvolumeclaims",
            "pods",
            "pods/attach",
            "pods/eviction",
            "pods/exec",
            "pods/portforward",
            "pods/proxy",
            "replicationcontrollers",
            "replicationcontrollers/scale",
            "secrets",
            "serviceaccounts",
            "serviceaccounts/token",
            "services",
            "services/proxy",
        ),
        WRITE,
    ),
    Rule(
        ("apps",),
        (
            "daemonsets",
            "deployments",
            "deployments/rollback",
            "deployments/scale",
            "replicasets",
            "replicasets/scale",
            "statefulsets",
            "statefulsets/scale",
        ),
        WRITE,
    ),
    Rule(("autoscaling",), ("horizontalpodautoscalers",), WRITE),
    Rule(("batch",), ("cronjobs", "jobs"), WRITE),
    Rule(("networking.k8s.io",), ("ingresses", "networkpolicies"), WRITE),
    Rule(("policy",), ("poddisruptionbudgets",), WRITE),
    Rule(("coordination.k8s.io",), ("leases",), (*READ, *WRITE)),
)
_ADMINISTERED = (
    Rule(("authorization.k8s.io",), ("localsubjectaccessreviews",), ("create",)),
    Rule(("rbac.authorization.k8s.io",), ("rolebindings", "roles"), (*READ, *WRITE)),
)

RULES: dict[str, tuple[Rule, ...]] = {
    "AmazonEKSClusterAdminPolicy": EVERYTHING,
    "AmazonEKSAdminPolicy": (*_VIEWED, *_EDITED, *_ADMINISTERED),
    "AmazonEKSEditPolicy": (*_VIEWED, *_EDITED),
    "AmazonEKSViewPolicy": _VIEWED,
    "AmazonEKSAdminViewPolicy": (
        Rule(("*",), ("*",), READ),
        Rule((), (), READ, ("*",)),
    ),
    "AmazonEKSSecretReaderPolicy": (Rule(("",), ("secrets",), READ),),
    "AmazonEKSSecretAdminPolicy": (Rule(("",), ("secrets",), (*READ, *WRITE)),),
    "AmazonEKSEventPolicy": (
        Rule(("", "events.k8s.io"), ("events",), (*READ, "create", "patch", "update")),
    ),
}
"""What the policies that are simulated allow, by name."""

NAMES = (
    *RULES,
    "AIDevOpsAgentAccessPolicy",
    "AmazonAIOpsAssistantPolicy",
    "AmazonARCRegionSwitchScalingPolicy",
    "AmazonEKSACKPolicy",
    "AmazonEKSArgoCDClusterPolicy",
    "AmazonEKSArgoCDPolicy",
    "AmazonEKSAutoNodePolicy",
    "AmazonEKSBlockStorageClusterPolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSComputeClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSHybridPolicy",
    "AmazonEKSKROPolicy",
    "AmazonEKSLoadBalancingClusterPolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingClusterPolicy",
    "AmazonEKSNetworkingPolicy",
    "AmazonEKSPodIdentityPolicy",
    "AmazonEMRJobPolicy",
    "AmazonSagemakerHyperpodClusterPolicy",
    "AmazonSagemakerHyperpodControllerPolicy",
    "AmazonSagemakerHyperpodSpacePolicy",
    "AmazonSagemakerHyperpodSpaceTemplatePolicy",
    "AmazonSagemakerHyperpodSystemNamespacePolicy",
    "AmazonSagemakerHyperpodInferenceMonitoringPolicy",
)
"""What `list-access-policies` names. Those without rules here allow nothing."""


def arn(name: str) -> str:
    return PREFIX + name
