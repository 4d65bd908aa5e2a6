"""A thousand idle sandboxes: tasks, processor, memory, and room in the database."""

from __future__ import annotations

import json
import secrets
import time
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection, transaction

from clusters import runtime
from clusters.models import ChangeRecord, Endpoint, Sandbox, Snapshot
from clusters.runtime.blob import packed, unpacked
from clusters.sim.commands import ClockCall
from tests.load.figures import Figure
from tests.load.learner import Learner
from tests.load.stack import Stack

SANDBOXES = 1000
VISITED = 200
"""More than a process remembers, so that it remembers as much as it ever does."""
WATCHED_SECONDS = 30.0
MIB = 1 << 20


def measure(stack: Stack) -> list[Figure]:
    """A learner's sandbox a thousand times over, many visited; then nothing happens."""
    original = runtime.create("idle", speed="instant")
    learner = Learner(original, stack.url, stack.home / "ca" / "ca.pem")
    cluster = learner.everything()
    runtime.execute(original.id, ClockCall(mode="auto", who="bench"))
    before = database_bytes(stack.home)
    made = copies(original, _id_of(cluster), SANDBOXES)
    grown = (database_bytes(stack.home) - before) / SANDBOXES / MIB
    for sandbox in made[:VISITED]:
        visit(Learner(sandbox, stack.url, learner.authority))
    time.sleep(5)
    sent, cpu, start = tasks_sent(), stack.cpu_seconds(), time.monotonic()
    time.sleep(WATCHED_SECONDS)
    busy = (stack.cpu_seconds() - cpu) / (time.monotonic() - start)
    named = f"{SANDBOXES} idle sandboxes, each with cluster, nodes and application: "
    return [
        Figure(named + "tasks in 30 s", tasks_sent() - sent, "", most=0),
        Figure(named + "processor, of one core", busy * 100, "%", most=1),
        Figure(named + "memory (PSS)", stack.pss() / MIB, "MiB", most=700),
        Figure(named + "database, each", grown, "MiB", most=1),
    ]


def copies(original: Sandbox, cluster_id: str, count: int) -> list[Sandbox]:
    """Further sandboxes with the same past, under ids and an account of their own."""
    snapshot = Snapshot.objects.get(sandbox=original)
    records = list(ChangeRecord.objects.filter(sandbox=original))
    endpoint = Endpoint.objects.get(cluster=cluster_id)
    found = []
    for _ in range(count):
        copy = Sandbox.objects.get(id=original.id)
        copy.id = secrets.token_hex(5)
        copy.account = str(10**11 + secrets.randbelow(9 * 10**11))
        other = secrets.token_hex(16)
        renamed = {cluster_id: other, original.account: copy.account}
        with transaction.atomic():
            copy.save(force_insert=True)
            Snapshot.objects.create(
                sandbox=copy,
                version=snapshot.version,
                data=_renamed(snapshot.data, renamed),
            )
            ChangeRecord.objects.bulk_create(
                ChangeRecord(
                    sandbox=copy,
                    version=record.version,
                    rv=record.rv,
                    told=record.told,
                    data=_renamed(record.data, renamed),
                )
                for record in records
            )
            Endpoint.objects.create(
                cluster=other,
                sandbox=copy,
                region=endpoint.region,
                name=endpoint.name,
            )
        found.append(copy)
    return found


def _renamed(data: bytes, names: dict[str, str]) -> bytes:
    text = json.dumps(unpacked(data))
    for old, new in names.items():
        text = text.replace(old, new)
    return packed(json.loads(text))


def visit(learner: Learner) -> None:
    """Look at the cluster through the AWS door, and at its Pods."""
    cluster = learner.client("eks").describe_cluster(name="demo")["cluster"]
    learner.kube(cluster, "GET", "/api/v1/pods")


def _id_of(cluster: dict[str, str]) -> str:
    return cluster["endpoint"].rsplit("/", 1)[1]


def database_bytes(home: Path) -> int:
    """The database's size once its write-ahead log is folded in."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (home / "db.sqlite3").stat().st_size


def tasks_sent() -> int:
    """How many messages Celery has queued since Redis started."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        counts = client.info("commandstats")
    return int(counts.get("cmdstat_lpush", {}).get("calls", 0))
