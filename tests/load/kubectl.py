"""How long `kubectl get pods` takes with a token in its kubeconfig."""

from __future__ import annotations

import base64
import json
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.load.figures import Figure
from tests.load.learner import Learner

RUNS = 20
PODS = 10
VERSIONED = "/usr/lib/google-cloud-sdk/bin"
"""Where one distribution keeps kubectl by version; `kubectl` itself dispatches."""


def program() -> str | None:
    """The newest versioned kubectl, else the one on PATH."""
    versioned = sorted(Path(VERSIONED).glob("kubectl.1.*"))
    return str(versioned[-1]) if versioned else shutil.which("kubectl")


def measure(learner: Learner, cluster: Any) -> list[Figure]:
    """Ten Pods, listed again and again."""
    kubectl = program()
    if kubectl is None:
        return []
    learner.application(cluster, replicas=PODS, name="ten")
    config = learner.authority.parent / "kubeconfig"
    config.write_text(json.dumps(kubeconfig(learner, cluster)))
    env = os.environ | {"KUBECONFIG": str(config), "HOME": str(config.parent)}
    listing = milliseconds([kubectl, "get", "pods", "-l", "app=ten"], env)
    alone = milliseconds([kubectl, "version", "--client"], env)
    name = Path(kubectl).name
    return [
        Figure(f"kubectl get pods ({PODS} Pods, {name})", listing, "ms", most=60),
        Figure(f"of which the start of {name} itself", alone, "ms"),
    ]


def milliseconds(command: list[str], env: dict[str, str]) -> float:
    """The median run of a program, once its caches are warm."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, env=env, check=True, capture_output=True)
        taken.append((time.perf_counter() - start) * 1e3)
    return statistics.median(taken[3:])


def kubeconfig(learner: Learner, cluster: Any) -> Any:
    """A kubeconfig with a token in it, as JSON (which is YAML)."""
    authority = base64.b64encode(learner.authority.read_bytes()).decode()
    server = {
        "server": cluster["endpoint"],
        "certificate-authority-data": authority,
    }
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "c", "cluster": server}],
        "users": [{"name": "u", "user": {"token": learner.token()}}],
        "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
        "current-context": "x",
    }
