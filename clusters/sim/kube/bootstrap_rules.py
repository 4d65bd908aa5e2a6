"""The rules of the roles that every cluster is born with.

From plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go of Kubernetes 1.33;
`eks:` roles as `kubectl get clusterroles` shows them on EKS.
"""

from __future__ import annotations

from typing import Any

Rule = dict[str, Any]
READ = "get list watch"
WRITE = "create delete deletecollection patch update"
ALL = f"{READ} {WRITE}"
EVENTS = "create patch update"


def on(group: str, resources: str, verbs: str, names: str = "") -> Rule:
    """A rule about resources; groups, resources and verbs parted by blanks."""
    groups = ["" if item == "core" else item for item in group.split()]
    rule: Rule = {
        "apiGroups": groups,
        "resources": resources.split(),
        "verbs": verbs.split(),
    }
    return {**rule, "resourceNames": names.split()} if names else rule


def at(paths: str, verbs: str = "get") -> Rule:
    """A rule about paths that are no resources."""
    return {"nonResourceURLs": paths.split(), "verbs": verbs.split()}


EVERYTHING: tuple[Rule, ...] = (on("*", "*", "*"), at("*", "*"))
RECORDS_EVENTS = on("core events.k8s.io", "events", EVENTS)

VIEW = (
    on(
        "core",
        "configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status",
        READ,
    ),
    on(
        "core",
        "bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status",
        READ,
    ),
    on("core", "namespaces", READ),
    on("discovery.k8s.io", "endpointslices", READ),
    on(
        "apps",
        "controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status",
        READ,
    ),
    on("autoscaling", "horizontalpodautoscalers horizontalpodautoscalers/status", READ),
    on("batch", "cronjobs cronjobs/status jobs jobs/status", READ),
    on(
        "extensions",
        "daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale",
        READ,
    ),
    on("policy", "poddisruptionbudgets poddisruptionbudgets/status", READ),
    on("networking.k8s.io", "ingresses ingresses/status networkpolicies", READ),
)
EDIT = (
    on(
        "core",
        "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy",
        READ,
    ),
    on("core", "serviceaccounts", "impersonate"),
    on("core", "pods pods/attach pods/exec pods/portforward pods/proxy", WRITE),
    on("core", "pods/eviction", "create"),
    on(
        "core",
        "configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy",
        WRITE,
    ),
    on("core", "serviceaccounts/token", "create"),
    on(
        "apps",
        "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale",
        WRITE,
    ),
    on("autoscaling", "horizontalpodautoscalers", WRITE),
    on("batch", "cronjobs jobs", WRITE),
    on(
        "extensions",
        "daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale",
        WRITE,
    ),
    on("policy", "poddisruptionbudgets", WRITE),
    on("networking.k8s.io", "ingresses networkpolicies", WRITE),
    on("coordination.k8s.io", "leases", f"{WRITE} {READ}"),
)
ADMIN = (
    on("authorization.k8s.io", "localsubjectaccessreviews", "create"),
    on("rbac.authorization.k8s.io", "rolebindings roles", f"{WRITE} {READ}"),
)

NODE = (
    on("authentication.k8s.io", "tokenreviews", "create"),
    on(
        "authorization.k8s.io",
        "localsubjectaccessreviews subjectaccessreviews",
        "create",
    ),
    on("core", "services", READ),
    on("core", "nodes", f"create {READ}"),
    on("core", "nodes/status", "patch update"),
    on("core", "nodes", "patch update"),
    on("core", "events", EVENTS),
    on("core", "pods", READ),
    on("core", "pods", "create delete"),
    on("core", "pods/status", "patch update"),
    on("core", "pods/eviction", "create"),
    on("core", "configmaps secrets", READ),
    on("core", "persistentvolumeclaims persistentvolumes", "get"),
    on("core", "endpoints", "get"),
    on("certificates.k8s.io", "certificatesigningrequests", f"create {READ}"),
    on("coordination.k8s.io", "leases", "create delete get patch update"),
    on("storage.k8s.io", "volumeattachments", "get"),
    on("core", "serviceaccounts/token", "create"),
    on("storage.k8s.io", "csidrivers", READ),
    on("storage.k8s.io", "csinodes", "create delete get patch update"),
    on("node.k8s.io", "runtimeclasses", READ),
)
"""What the Node authorizer lets a kubelet do."""

SYSTEM: dict[str, tuple[Rule, ...]] = {
    "system:auth-delegator": (
        on("authentication.k8s.io", "tokenreviews", "create"),
        on("authorization.k8s.io", "subjectaccessreviews", "create"),
    ),
    "system:basic-user": (
        on(
            "authorization.k8s.io",
            "selfsubjectaccessreviews selfsubjectrulesreviews",
            "create",
        ),
        on("authentication.k8s.io", "selfsubjectreviews", "create"),
    ),
    "system:certificates.k8s.io:certificatesigningrequests:nodeclient": (
        on("certificates.k8s.io", "certificatesigningrequests/nodeclient", "create"),
    ),
    "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient": (
        on(
            "certificates.k8s.io", "certificatesigningrequests/selfnodeclient", "create"
        ),
    ),
    "system:certificates.k8s.io:kubelet-serving-approver": (
        on(
            "certificates.k8s.io", "signers", "approve", "kubernetes.io/kubelet-serving"
        ),
    ),
    "system:discovery": (
        at(
            "/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/"
        ),
    ),
    "system:heapster": (
        on("core", "events namespaces nodes pods", READ),
        on("extensions", "deployments", READ),
    ),
    "system:kube-aggregator": (on("core", "endpoints services", READ),),
    "system:kube-controller-manager": (
        RECORDS_EVENTS,
        on("coordination.k8s.io", "leases", "create"),
        on("coordination.k8s.io", "leases", "get update", "kube-controller-manager"),
        on("core", "secrets serviceaccounts", "create"),
        on("core", "secrets", "delete"),
        on("core", "configmaps namespaces secrets serviceaccounts", "get"),
        on("core", "secrets serviceaccounts", "update"),
        on("authentication.k8s.io", "tokenreviews", "create"),
        on("authorization.k8s.io", "subjectaccessreviews", "create"),
        on("*", "*", "list watch"),
        on("core", "serviceaccounts/token", "create"),
    ),
    "system:kube-dns": (on("core", "endpoints services", "list watch"),),
    "system:kube-scheduler": (
        RECORDS_EVENTS,
        on("coordination.k8s.io", "leases", "create"),
        on("coordination.k8s.io", "leases", "get update", "kube-scheduler"),
        on("core", "nodes", READ),
        on("core", "pods", f"delete {READ}"),
        on("core", "bindings pods/binding", "create"),
        on("core", "pods/status", "patch update"),
        on("core", "replicationcontrollers services", READ),
        on("apps extensions", "replicasets", READ),
        on("apps", "statefulsets", READ),
        on("policy", "poddisruptionbudgets", READ),
        on("core", "persistentvolumeclaims persistentvolumes", READ),
        on("authentication.k8s.io", "tokenreviews", "create"),
        on("authorization.k8s.io", "subjectaccessreviews", "create"),
        on("storage.k8s.io", "csinodes csidrivers csistoragecapacities", READ),
    ),
    "system:kubelet-api-admin": (
        on("core", "nodes", READ),
        on("core", "nodes", "proxy"),
        on("core", "nodes/log nodes/metrics nodes/proxy nodes/stats", "*"),
    ),
    "system:monitoring": (
        at(
            "/healthz /healthz/* /livez /livez/* /metrics /metrics/slis /readyz /readyz/*"
        ),
    ),
    "system:node": NODE,
    "system:node-bootstrapper": (
        on("certificates.k8s.io", "certificatesigningrequests", f"create {READ}"),
    ),
    "system:node-problem-detector": (
        on("core", "nodes", "get"),
        on("core", "nodes/status", "patch"),
        RECORDS_EVENTS,
    ),
    "system:node-proxier": (
        on("core", "endpoints services", "list watch"),
        on("core", "nodes", READ),
        RECORDS_EVENTS,
        on("discovery.k8s.io", "endpointslices", "list watch"),
        on("networking.k8s.io", "servicecidrs", "list watch"),
    ),
    "system:persistent-volume-provisioner": (
        on("core", "persistentvolumes", f"create delete {READ}"),
        on("core", "persistentvolumeclaims", f"{READ} update"),
        on("storage.k8s.io", "storageclasses", READ),
        on("core", "events", "watch"),
        RECORDS_EVENTS,
    ),
    "system:public-info-viewer": (at("/healthz /livez /readyz /version /version/"),),
    "system:service-account-issuer-discovery": (
        at(
            "/.well-known/openid-configuration /.well-known/openid-configuration/ /openid/v1/jwks /openid/v1/jwks/"
        ),
    ),
    "system:volume-scheduler": (
        on("core", "persistentvolumes", f"{READ} patch update"),
        on("storage.k8s.io", "storageclasses", READ),
        on("core", "persistentvolumeclaims", f"{READ} patch update"),
    ),
}

CONTROLLERS: dict[str, tuple[Rule, ...]] = {
    "clusterrole-aggregation-controller": (
        on(
            "rbac.authorization.k8s.io",
            "clusterroles",
            "escalate get list patch update watch",
        ),
    ),
    "cronjob-controller": (
        on("batch", "cronjobs", "get list update watch"),
        on("batch", "jobs", f"create delete {READ} patch update"),
        on("batch", "cronjobs/status", "update"),
        on("batch", "cronjobs/finalizers", "update"),
        on("core", "pods", "delete list"),
        RECORDS_EVENTS,
    ),
    "daemon-set-controller": (
        on("apps extensions", "daemonsets", READ),
        on("apps extensions", "daemonsets/status", "update"),
        on("apps extensions", "daemonsets/finalizers", "update"),
        on("core", "nodes", "list watch"),
        on("core", "pods", "create delete list patch watch"),
        on("core", "pods/binding", "create"),
        on("apps", "controllerrevisions", f"create delete {READ} patch update"),
        RECORDS_EVENTS,
    ),
    "deployment-controller": (
        on("apps extensions", "deployments", "get list update watch"),
        on("apps extensions", "deployments/status", "update"),
        on("apps extensions", "deployments/finalizers", "update"),
        on("apps extensions", "replicasets", f"create delete {READ} patch update"),
        on("core", "pods", "get list update watch"),
        RECORDS_EVENTS,
    ),
    "endpointslice-controller": (
        on("core", "nodes pods services", READ),
        on("core", "services/finalizers", "update"),
        on("discovery.k8s.io", "endpointslices", f"create delete {READ} update"),
        RECORDS_EVENTS,
    ),
    "generic-garbage-collector": (
        on("*", "*", "delete get list patch update watch"),
        RECORDS_EVENTS,
    ),
    "namespace-controller": (
        on("core", "namespaces", f"delete {READ}"),
        on("core", "namespaces/finalize namespaces/status", "update"),
        on("*", "*", "delete deletecollection get list"),
    ),
    "node-controller": (
        on("core", "nodes", "delete get list patch update"),
        on("core", "nodes/status", "patch update"),
        on("core", "pods/status", "patch update"),
        on("core", "pods", "delete get list"),
        RECORDS_EVENTS,
    ),
    "pod-garbage-collector": (
        on("core", "pods", "delete list watch"),
        on("core", "nodes", "get list"),
        on("core", "pods/status", "patch"),
    ),
    "replicaset-controller": (
        on("apps extensions", "replicasets", "get list update watch"),
        on("apps extensions", "replicasets/status", "update"),
        on("apps extensions", "replicasets/finalizers", "update"),
        on("core", "pods", "create delete list patch watch"),
        RECORDS_EVENTS,
    ),
    "root-ca-cert-publisher": (
        on("core", "configmaps", "create update"),
        RECORDS_EVENTS,
    ),
    "service-account-controller": (
        on("core", "serviceaccounts", "create"),
        RECORDS_EVENTS,
    ),
    "service-controller": (
        on("core", "services", READ),
        on("core", "services/status", "patch update"),
        on("core", "nodes", "list watch"),
        RECORDS_EVENTS,
    ),
    "ttl-after-finished-controller": (
        on("batch", "jobs", f"delete {READ}"),
        RECORDS_EVENTS,
    ),
}
"""Roles `system:controller:<name>`, each bound to the ServiceAccount of the name."""

EKS: dict[str, tuple[Rule, ...]] = {
    "eks:addon-manager": (on("*", "*", f"{READ} create delete patch update"),),
    "eks:cloud-controller-manager": (
        on("core", "nodes", f"delete {READ} patch update"),
        on("core", "nodes/status", "patch"),
        on("core", "services", f"{READ} patch update"),
        on("core", "services/status", "patch update"),
        on("core", "serviceaccounts", "create get"),
        RECORDS_EVENTS,
    ),
    "eks:node-bootstrapper": (
        on(
            "certificates.k8s.io", "certificatesigningrequests/selfnodeserver", "create"
        ),
    ),
    "eks:nodewatcher": (on("core", "nodes", "get list"),),
    "eks:kube-proxy-fargate": (
        on("core", "endpoints services", "list watch"),
        on("core", "nodes", READ),
        RECORDS_EVENTS,
    ),
    "eks:pod-identity-mutating-webhook": (
        on("core", "serviceaccounts", READ),
        RECORDS_EVENTS,
    ),
}
