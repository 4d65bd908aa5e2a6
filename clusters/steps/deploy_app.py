"""Step 4: an application, the sample or your own YAML, until it is available."""

from __future__ import annotations

from typing import Any

from clusters import runtime
from clusters.sim.commands import Doc, KubeCall, User
from clusters.sim.errors import Refusal
from clusters.sim.kube import authn
from clusters.sim.kube.kind import Kind
from clusters.sim.world import Document, Key
from clusters.steps import manifest, workloads
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
CONFLICT = 409
MERGE = "application/strategic-merge-patch+json"

Wanted = tuple[Kind, Key, dict[str, Any]]
"""One object of the manifest, and where it belongs."""


def proceed(run: Run) -> Standing:
    """Apply what the manifest names, then wait for its workloads."""
    found = cluster_named(run.world, run.parameters.get("cluster", ""))
    if found is None:
        raise Failed("There is no cluster to deploy to.", "Take step 1 first.")
    key, cluster = found
    if cluster["status"] == "CREATING":
        return Waiting(f"Cluster {key.name} is not ACTIVE yet")
    wanted = objects(run.parameters.get("manifest", ""), cluster["_"]["id"])
    for one in wanted:
        if not run.begun or run.world.find(one[1]) is None:
            apply(run, learner(run, key), one)
    links = tuple(link(kind, key) for kind, key, _ in wanted)
    for _, where, _ in wanted:
        lacking = workloads.lacking(run.world, where)
        if lacking:
            return Waiting(lacking, links)
    return Done("The application runs: every replica is available.", links)


def objects(text: str, cluster: str) -> list[Wanted]:
    """The objects of the manifest, of the sample when there is none. Raises Failed."""
    try:
        parsed = manifest.parsed(text if text.strip() else SAMPLE)
    except manifest.Unreadable as error:
        raise Failed(str(error), "Mend the YAML, then retry.") from error
    return [(kind, place(kind, cluster, body), body) for kind, body in parsed]


def place(kind: Kind, cluster: str, body: Doc) -> Key:
    """Where an object belongs. Raises Failed when it does not say by which name."""
    metadata = body.get("metadata") or {}
    name = metadata.get("name")
    if not isinstance(name, str) or not name:
        raise Failed(
            f"error: error when creating {kind.kind}: resource name may not be empty",
            "Give it a metadata.name: what is applied again must be found again.",
        )
    return kind.key(cluster, str(metadata.get("namespace") or "default"), name)


def learner(run: Run, cluster_key: Key) -> User:
    """The learner as the cluster knows them. Raises Failed when it does not."""
    user = authn.user_for(run.world, cluster_key, run.caller())
    if user is None:
        raise Failed(
            "error: You must be logged in to the server (Unauthorized)",
            "Your principal needs an access entry on this cluster.",
        )
    return user


def apply(run: Run, user: User, wanted: Wanted) -> None:
    """Create one object, or bring the one that is there to what the manifest says."""
    kind, key, body = wanted
    before = run.world.find(key)
    cluster, _, namespace = key.scope.partition("/")
    call = KubeCall(
        user=user,
        cluster=cluster,
        verb="create" if before is None else "patch",
        group=kind.group,
        version=kind.version,
        resource=kind.plural,
        namespace=namespace,
        name="" if before is None else key.name,
        body=body,
        patch_type="" if before is None else MERGE,
        options={"fieldValidation": "Strict"},  # as kubectl asks for
        manager="halfplane",
        source="task",
    )
    try:
        runtime.execute(run.sandbox_id, call)
    except Refusal as refusal:
        if before is None and refusal.status == CONFLICT:
            return  # another worker on the same step was quicker
        raise
    typed = f"{kind.kind.lower()}.{kind.group}".rstrip(".")
    run.said.append(f"{typed}/{key.name} {done(before, run.world.find(key))}")


def done(before: Document | None, after: Document | None) -> str:
    """What kubectl apply says of an object."""
    if before is None:
        return "created"
    return "unchanged" if after is not None and after.rv == before.rv else "configured"


def link(kind: Kind, key: Key) -> Link:
    namespace = key.scope.partition("/")[2]
    return Link(f"{kind.kind} {key.name}", kind.kind, key.name, namespace)
