"""`/livez`, `/readyz`, `/healthz`: what the API server says of its own health."""

from __future__ import annotations

from clusters.apiserver.answers import text_answer
from clusters.apiserver.asgi import Answer
from clusters.apiserver.call import Call
from clusters.sim.datacenter import control_plane

CHECKS = (
    "ping",
    "log",
    "etcd",
    "etcd-readiness",
    "informer-sync",
    "poststarthook/start-apiserver-admission-initializer",
    "poststarthook/generic-apiserver-start-informers",
    "poststarthook/priority-and-fairness-config-consumer",
    "poststarthook/start-kubernetes-service-cidr-controller",
    "poststarthook/rbac/bootstrap-roles",
    "poststarthook/scheduling/bootstrap-system-priority-classes",
    "shutdown",
)
READINESS_ONLY = ("etcd-readiness", "informer-sync", "shutdown")
NEED_ETCD = ("etcd", "etcd-readiness")


def answer(call: Call) -> Answer:
    """One of the three paths, or a single check below one."""
    name, *single = call.target.parts
    checks = [
        check for check in CHECKS if name == "readyz" or check not in READINESS_ONLY
    ]
    if single:
        checks = [check for check in checks if check == "/".join(single)]
        if not checks:
            return text_answer("404 page not found\n", 404)
    left_out = call.query.get("exclude", "")
    writable = control_plane.writable(call.cluster.world, call.cluster.id)
    lines, healthy = [], True
    for check in checks:
        if check == left_out:
            lines.append(f"[+]{check} excluded: ok")
        elif check in NEED_ETCD and not writable:
            lines.append(f"[-]{check} failed: reason withheld")
            healthy = False
        else:
            lines.append(f"[+]{check} ok")
    if healthy and "verbose" not in call.query:
        return text_answer("ok")
    verdict = f"{name} check {'passed' if healthy else 'failed'}"
    return text_answer("\n".join([*lines, verdict, ""]), 200 if healthy else 500)
