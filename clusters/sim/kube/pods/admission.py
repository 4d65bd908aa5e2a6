"""What admission does to a new Pod: its ServiceAccount, priority, tolerations."""

from __future__ import annotations

from clusters.sim.kube.errors import Forbidden
from clusters.sim.kube.kind import Body
from clusters.sim.kube.pods.defaults import containers
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"  # noqa: S105 a path
TOKEN_SECONDS = 3607
TOLERATION_SECONDS = 300
TOLERATED = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
STANDARD = ("cpu", "memory", "ephemeral-storage")


def admit(tx: Tx, cluster: str, body: Body) -> None:
    """Do to a new Pod what the mutating admission of the API server does."""
    spec, meta = body["spec"], body["metadata"]
    _service_account(tx, cluster, body)
    _priority(tx, cluster, spec, meta.get("name", ""))
    _tolerations(spec)


def _service_account(tx: Tx, cluster: str, body: Body) -> None:
    spec, meta = body["spec"], body["metadata"]
    name = spec.get("serviceAccountName") or "default"
    spec["serviceAccountName"] = spec["serviceAccount"] = name
    place = meta["namespace"]
    account = tx.find(Key("k8s.ServiceAccount", f"{cluster}/{place}", name))
    if account is None:
        told = f'error looking up service account {place}/{name}: serviceaccount "{name}" not found'
        raise Forbidden("pods", meta.get("name", ""), told)
    if account.get("imagePullSecrets") and not spec.get("imagePullSecrets"):
        spec["imagePullSecrets"] = [dict(item) for item in account["imagePullSecrets"]]
    if _mounts_token(spec, account):
        _mount_token(tx, spec)


def _mounts_token(spec: Body, account: Document) -> bool:
    own = spec.get("automountServiceAccountToken")
    wish = account.get("automountServiceAccountToken") if own is None else own
    return wish is not False


def _mount_token(tx: Tx, spec: Body) -> None:
    waiting = [
        container
        for container in containers(spec)
        if all(
            m["mountPath"] != TOKEN_PATH for m in container.get("volumeMounts") or ()
        )
    ]
    if not waiting:
        return
    name = f"kube-api-access-{tx.rng.suffix()}"
    for container in waiting:
        mount = {"name": name, "readOnly": True, "mountPath": TOKEN_PATH}
        container["volumeMounts"] = [*(container.get("volumeMounts") or ()), mount]
    namespace = {"apiVersion": "v1", "fieldPath": "metadata.namespace"}
    sources = [
        {"serviceAccountToken": {"expirationSeconds": TOKEN_SECONDS, "path": "token"}},
        {
            "configMap": {
                "name": "kube-root-ca.crt",
                "items": [{"key": "ca.crt", "path": "ca.crt"}],
            }
        },
        {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": namespace}]}},
    ]
    volume = {"name": name, "projected": {"sources": sources, "defaultMode": 420}}
    spec["volumes"] = [*(spec.get("volumes") or ()), volume]


def _priority(tx: Tx, cluster: str, spec: Body, pod: str) -> None:
    name = spec.get("priorityClassName")
    found: Document | None
    if name:
        found = tx.find(Key("k8s.PriorityClass", cluster, name))
        if found is None:
            raise Forbidden("pods", pod, f"no PriorityClass with name {name} was found")
    else:
        classes = tx.list("k8s.PriorityClass", cluster)
        found = next((doc for _, doc in classes if doc.get("globalDefault")), None)
        if found is not None:
            spec["priorityClassName"] = found["metadata"]["name"]
    spec["priority"] = found["value"] if found else 0
    policy = found.get("preemptionPolicy") if found else None
    spec["preemptionPolicy"] = policy or "PreemptLowerPriority"


def _tolerations(spec: Body) -> None:
    own = list(spec.get("tolerations") or ())
    for taint in TOLERATED:
        if not any(
            item.get("key", "") in {"", taint}
            and item.get("effect", "") in {"", "NoExecute"}
            for item in own
        ):
            own.append(
                {
                    "key": taint,
                    "operator": "Exists",
                    "effect": "NoExecute",
                    "tolerationSeconds": TOLERATION_SECONDS,
                }
            )
    for resource in sorted(_extended(spec)):
        if all(item.get("key") != resource for item in own):
            own.append({"key": resource, "operator": "Exists"})
    spec["tolerations"] = own


def _extended(spec: Body) -> set[str]:
    """Resources such as nvidia.com/gpu that the Pod asks for."""
    return {
        name
        for container in containers(spec)
        for name in container.get("resources", {}).get("requests", {})
        if "/" in name and not name.startswith("kubernetes.io/")
    }
