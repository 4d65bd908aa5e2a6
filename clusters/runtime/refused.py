"""Refused requests: kept beside the log, equal ones together, a bounded number of them.

They changed nothing, so nothing is committed for them. A door only notes them in
memory; once a second at most they are written, so that a client in a loop of refused
requests slows neither the door nor the sandbox.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from threading import Lock

from django.db import DatabaseError, transaction
from django.db.models import F

from clusters.models import RefusedRequest, Sandbox
from clusters.runtime.commit import now
from clusters.runtime.fresh import Gone
from clusters.runtime.read import read
from clusters.sim.commands import AwsCall, Command, KubeCall
from clusters.sim.errors import Refusal
from clusters.sim.world import World

KEPT = 200
"""So many different refusals a sandbox keeps; the longest unseen give way."""
NEW_AT_ONCE = 20
"""So many different ones of a sandbox are taken between two writings."""
WAITING = 1000
"""So many of all sandboxes wait to be written."""
REST_SECONDS = 1.0
LONGEST = 500
KUBERNETES, AWS = "kubernetes", "aws"
NOTED = frozenset({400, 401, 403, 409, 422})
"""Kubernetes' refusals for what was asked or by whom: neither absent nor too busy."""
SAYS_VALUES = frozenset({400, 422})
DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
"""What AWS's services say where IAM does not allow a call."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was refused to whom, and how: as the control plane's logs name it.

    `what` is a resource, a path or an AWS action; `denied` is what the authenticator
    wrote, where it was the one who refused.
    """

    door: str
    who: str
    what: str
    code: int
    reason: str
    verb: str = ""
    cluster: str = ""
    namespace: str = ""
    name: str = ""
    message: str = ""
    denied: str = ""

    @property
    def digest(self) -> str:
        """Alike in all but the wording, which may hold times and addresses."""
        parts = (self.door, self.cluster, self.who, self.verb, self.what)
        rest = (self.namespace, self.name, self.code, self.reason)
        text = repr((*parts, *rest))
        return hashlib.blake2s(text.encode(), digest_size=16).hexdigest()


def resource(plural: str, group: str, subresource: str) -> str:
    """`deployments.apps/scale`."""
    whole = f"{plural}.{group}" if group else plural
    return f"{whole}/{subresource}" if subresource else whole


@dataclass(slots=True)
class Refusals:
    """Equal requests, how many there were, and when in the sandbox's time and ours."""

    request: Request
    count: int
    rv: int
    first: float
    sim: float
    at: float


_waiting: dict[tuple[str, str], Refusals] = {}
_of_sandbox: Counter[str] = Counter()
_guard = Lock()
_written = float("-inf")


def note(sandbox_id: str, world: World, request: Request) -> bool:
    """Take note of a refusal; whether it is the first that waits to be written."""
    here, digest = now(), request.digest
    sim = world.clock.sim(here)
    with _guard:
        known = _waiting.get((sandbox_id, digest))
        if known is not None:
            known.count += 1
            known.rv, known.sim, known.at = world.rv, sim, here
            return False
        if len(_waiting) >= WAITING or _of_sandbox[sandbox_id] >= NEW_AT_ONCE:
            return False
        _of_sandbox[sandbox_id] += 1
        found = Refusals(_cut(request), 1, world.rv, sim, sim, here)
        _waiting[sandbox_id, digest] = found
        return len(_waiting) == 1


def note_command(sandbox_id: str, command: Command, refusal: Refusal) -> None:
    """The same for a command that a thread carried out; it writes what has waited."""
    request = _of(command, refusal)
    if request is None:
        return
    try:
        note(sandbox_id, read(sandbox_id), request)
    except Gone:
        return
    if time.monotonic() - _written >= REST_SECONDS:
        write()


def _of(command: Command, refusal: Refusal) -> Request | None:
    if isinstance(command, AwsCall) and refusal.code in DENIED:
        return Request(
            door=AWS,
            who=command.caller.arn,
            what=command.action,
            code=refusal.status,
            reason=refusal.code,
            message=refusal.message,
        )
    if isinstance(command, KubeCall) and refusal.status in NOTED:
        return Request(
            door=KUBERNETES,
            cluster=command.cluster,
            who=command.user.name,
            verb=command.verb,
            what=resource(command.resource, command.group, command.subresource),
            namespace=command.namespace,
            name=command.name,
            code=refusal.status,
            reason=refusal.code,
            message=refusal.message,
        )
    return None


def _cut(request: Request) -> Request:
    """No client's names may make a note long, and no Secret's values are in it."""
    if request.what.startswith("secrets") and request.code in SAYS_VALUES:
        request = replace(request, message="")
    return replace(
        request,
        who=request.who[:LONGEST],
        what=request.what[:LONGEST],
        namespace=request.namespace[:LONGEST],
        name=request.name[:LONGEST],
        message=request.message[:LONGEST],
        denied=request.denied[:LONGEST],
    )


def write() -> None:
    """Write what waits. What finds no room or no sandbox is lost: it is only a note."""
    global _written  # noqa: PLW0603 when this process last wrote
    with _guard:
        taken = dict(_waiting)
        _waiting.clear()
        _of_sandbox.clear()
        _written = time.monotonic()
    for sandbox_id in dict.fromkeys(sandbox for sandbox, _ in taken):
        try:
            _store(sandbox_id, [r for (s, _), r in taken.items() if s == sandbox_id])
        except DatabaseError:
            continue


def _store(sandbox_id: str, found: Iterable[Refusals]) -> None:
    with transaction.atomic():
        if not Sandbox.objects.filter(id=sandbox_id).exists():
            return
        rows = RefusedRequest.objects.filter(sandbox_id=sandbox_id)
        for one in found:
            digest, said = one.request.digest, asdict(one.request)
            last = {"said": said, "rv": one.rv, "sim": one.sim, "at": one.at}
            again = rows.filter(digest=digest)
            if not again.update(count=F("count") + one.count, **last):
                rows.create(
                    sandbox_id=sandbox_id,
                    digest=digest,
                    count=one.count,
                    first=one.first,
                    **last,
                )
        old = rows.order_by("-at", "-pk").values_list("pk", flat=True)[KEPT:]
        RefusedRequest.objects.filter(pk__in=list(old)).delete()


def refusals(sandbox_id: str, door: str, cluster: str = "") -> list[Refusals]:
    """What a door refused in a sandbox (or for one of its clusters), the latest first."""
    if _waiting:
        write()
    rows = RefusedRequest.objects.filter(sandbox_id=sandbox_id).order_by("-at", "-pk")
    found = (
        Refusals(Request(**row.said), row.count, row.rv, row.first, row.sim, row.at)
        for row in rows
    )
    return [
        one
        for one in found
        if one.request.door == door and cluster in ("", one.request.cluster)
    ]


def count(sandbox_id: str) -> int:
    """How many requests were refused in all, of those that are kept."""
    counts = RefusedRequest.objects.filter(sandbox_id=sandbox_id)
    return sum(counts.values_list("count", flat=True))
