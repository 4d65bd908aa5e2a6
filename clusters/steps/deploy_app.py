"""Step 4: an application, the sample or your own YAML, until it is available."""

from __future__ import annotations

from typing import Any

import yaml

from clusters import runtime
from clusters.sim.commands import Doc, KubeCall
from clusters.sim.errors import Refusal
from clusters.sim.kube import authn
from clusters.sim.kube.kind import kinds
from clusters.sim.world import Key
from clusters.steps.standing import (
    Done,
    Failed,
    Link,
    Run,
    Standing,
    Waiting,
    cluster_named,
)

SAMPLE = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: nginx
        image: nginx
        ports:
        - containerPort: 80
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
  - port: 80
"""
WORKLOADS = ("Deployment", "ReplicaSet", "DaemonSet")
CONFLICT = 409


def proceed(run: Run) -> Standing:
    """Create what the manifest names, then wait for its workloads."""
    found = cluster_named(run.world, run.parameters.get("cluster", ""))
    if found is None:
        raise Failed("There is no cluster to deploy to.", "Take step 1 first.")
    key, cluster = found
    wanted = [m for m in manifests(run) if isinstance(m, dict)]
    for manifest in wanted:
        create(run, key, cluster["_"]["id"], manifest)
    pending = [text for m in wanted if (text := waits_for(run, cluster, m))]
    links = tuple(
        Link(f"{m['kind']} {m['metadata']['name']}", m["kind"], m["metadata"]["name"])
        for m in wanted
    )
    if pending:
        return Waiting(pending[0], links)
    return Done("The application runs: every replica is available.", links)


def manifests(run: Run) -> list[Any]:
    """The documents of the manifest. Raises Failed when it does not parse."""
    text = run.parameters.get("manifest") or SAMPLE
    try:
        return list(yaml.safe_load_all(text))
    except yaml.YAMLError as error:
        raise Failed(
            f"error converting YAML to JSON: {error}", "Mend the YAML."
        ) from error


def create(run: Run, cluster_key: Key, cluster: str, manifest: Doc) -> None:
    """Create one object as the learner; that it exists already is fine."""
    kind = next((k for _, k in kinds.items() if matches(k, manifest)), None)
    if kind is None:
        raise Failed(
            f'no matches for kind "{manifest.get("kind")}" in version '
            f'"{manifest.get("apiVersion")}"',
            "Check apiVersion and kind, or use a kind that is simulated.",
        )
    world = run.world
    user = authn.user_for(world, cluster_key, run.caller())
    if user is None:
        raise Failed(
            "error: You must be logged in to the server (Unauthorized)",
            "Your principal needs an access entry on this cluster.",
        )
    metadata = manifest.get("metadata") or {}
    group, _, version = manifest["apiVersion"].rpartition("/")
    namespace = metadata.get("namespace", "default") if kind.namespaced else ""
    call = KubeCall(
        user=user,
        cluster=cluster,
        verb="create",
        group=group,
        version=version,
        resource=kind.plural,
        namespace=namespace,
        body=manifest,
        manager="halfplane",
        source="task",
    )
    try:
        runtime.execute(run.sandbox_id, call)
    except Refusal as refusal:
        if refusal.status != CONFLICT:
            raise
    else:
        run.said.append(f"{kind.kind.lower()}/{metadata.get('name')} created")


def matches(kind: Any, manifest: Doc) -> bool:
    return bool(
        kind.kind == manifest.get("kind")
        and kind.group_version == manifest.get("apiVersion")
    )


def waits_for(run: Run, cluster: Doc, manifest: Doc) -> str:
    """What a workload still lacks, in words; empty when it is complete."""
    if manifest["kind"] not in WORKLOADS:
        return ""
    metadata = manifest["metadata"]
    scope = f"{cluster['_']['id']}/{metadata.get('namespace', 'default')}"
    live = run.world.find(Key(f"k8s.{manifest['kind']}", scope, metadata["name"]))
    if live is None:
        return f"{manifest['kind']} {metadata['name']} is being created"
    status = live.get("status", {})
    wanted = live["spec"].get("replicas", status.get("desiredNumberScheduled", 0))
    there = status.get("availableReplicas", status.get("numberAvailable", 0))
    if there >= wanted and status.get("observedGeneration"):
        return ""
    return f"{manifest['kind']} {metadata['name']}: {there} of {wanted} Pods available"
