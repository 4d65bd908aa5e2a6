"""The past of one change: the commit it is in, and the commits after that."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.models import ChangeRecord
from clusters.runtime.blob import unpacked
from clusters.sim import history
from clusters.sim.history import Step


def commit_of(sandbox_id: str, revision: int) -> list[Step]:
    """All changes of the commit that holds a revision; none when the log is older."""
    rows = ChangeRecord.objects.filter(sandbox_id=sandbox_id, rv__gte=revision)
    data = rows.order_by("version").values_list("data", flat=True).first()
    found = history.steps(unpacked(data)) if data is not None else []
    return found if any(step.rv == revision for step in found) else []


def commits_from(sandbox_id: str, revision: int, limit: int) -> Iterator[list[Step]]:
    """The commit that holds a revision, and those after it, oldest first."""
    rows = ChangeRecord.objects.filter(sandbox_id=sandbox_id, rv__gte=revision)
    for data in rows.order_by("version").values_list("data", flat=True)[:limit]:
        yield history.steps(unpacked(data))


def commits_before(sandbox_id: str, revision: int) -> Iterator[list[Step]]:
    """Commits newest first, from the one that holds the revision below this one."""
    rows = ChangeRecord.objects.filter(sandbox_id=sandbox_id)
    if revision:
        first = rows.filter(rv__gte=revision - 1).order_by("version").first()
        if first is not None:
            rows = rows.filter(version__lte=first.version)
    for data in rows.order_by("-version").values_list("data", flat=True).iterator(20):
        yield history.steps(unpacked(data))
