"""Undo of a deletion: the object's last manifest, kept to be made again."""

from __future__ import annotations

from typing import Any

from clusters.callers.wall import now
from clusters.console.access import Visit
from clusters.models import FormDraft

FORM = "deleted-object"
KEPT_SECONDS = 600.0
"""So long after a deletion its undoing is offered."""
LARGEST = 256 * 1024


def keep(visit: Visit, cluster: str, name: str, manifest: str) -> None:
    """Remember what was deleted last; too large a manifest is not kept."""
    if len(manifest) > LARGEST:
        forget(visit)
        return
    FormDraft.objects.update_or_create(
        sandbox_id=visit.place.id,
        form=FORM,
        defaults={
            "data": {"cluster": cluster, "name": name, "manifest": manifest},
            "updated_at": now(),
        },
    )


def offered(visit: Visit, cluster: str) -> dict[str, Any] | None:
    """What was deleted from this cluster a moment ago, for its owner only."""
    if not visit.mine:
        return None
    row = FormDraft.objects.filter(sandbox_id=visit.place.id, form=FORM).first()
    if row is None or row.data.get("cluster") != cluster:
        return None
    return dict(row.data) if now() - row.updated_at < KEPT_SECONDS else None


def forget(visit: Visit) -> None:
    FormDraft.objects.filter(sandbox_id=visit.place.id, form=FORM).delete()
