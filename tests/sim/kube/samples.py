"""One smallest valid body for every kind, and what it may be patched with."""

from __future__ import annotations

from typing import Any

CONTAINER = {"name": "c", "image": "nginx:1.27"}
RULE = {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}
RBAC = "rbac.authorization.k8s.io"
VIEW = {"apiGroup": RBAC, "kind": "ClusterRole", "name": "view"}
TEMPLATE = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [CONTAINER]}}
WORKLOAD = {"selector": {"matchLabels": {"app": "web"}}, "template": TEMPLATE}

SAMPLES: dict[str, dict[str, Any]] = {
    "clusterrolebindings.rbac.authorization.k8s.io": {"roleRef": VIEW},
    "clusterroles.rbac.authorization.k8s.io": {"rules": [RULE]},
    "configmaps": {"data": {"color": "green"}},
    "controllerrevisions.apps": {"revision": 1, "data": {"spec": {}}},
    "daemonsets.apps": {"spec": WORKLOAD},
    "deployments.apps": {"spec": WORKLOAD},
    "endpoints": {
        "subsets": [{"addresses": [{"ip": "10.0.0.9"}], "ports": [{"port": 80}]}]
    },
    "endpointslices.discovery.k8s.io": {
        "addressType": "IPv4",
        "endpoints": [{"addresses": ["10.0.0.9"]}],
        "ports": [{"port": 80}],
    },
    "events": {
        "involvedObject": {"kind": "Pod", "namespace": "default", "name": "web-1"},
        "reason": "Tested",
        "message": "It was tested.",
        "type": "Normal",
        "source": {"component": "tester"},
    },
    "events.events.k8s.io": {
        "regarding": {"kind": "Pod", "namespace": "default", "name": "web-1"},
        "reason": "Tested",
        "note": "It was tested.",
        "type": "Normal",
        "reportingController": "tester",
    },
    "leases.coordination.k8s.io": {"spec": {"holderIdentity": "me"}},
    "namespaces": {},
    "nodes": {},
    "pods": {"spec": {"containers": [CONTAINER]}},
    "priorityclasses.scheduling.k8s.io": {"value": 1000},
    "replicasets.apps": {"spec": WORKLOAD},
    "rolebindings.rbac.authorization.k8s.io": {"roleRef": VIEW},
    "roles.rbac.authorization.k8s.io": {"rules": [RULE]},
    "secrets": {"data": {"password": "c2VjcmV0"}},
    "serviceaccounts": {},
    "services": {"spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}},
}
NAME = "sample"


def sample(resource: str, **meta: Any) -> dict[str, Any]:
    """The body of a kind's sample, called `sample`."""
    return {"metadata": {"name": NAME, **meta}, **SAMPLES[resource]}


def pod(name: str = "p", **spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": name}, "spec": {"containers": [CONTAINER], **spec}}


def deployment(name: str = "web", **spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": name}, "spec": {**WORKLOAD, **spec}}
