"""Who visits which sandbox: the first line of every view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from clusters import callers, runtime
from clusters.callers import Person
from clusters.console import limits
from clusters.live.place import Place, place
from clusters.runtime import refused
from clusters.sim.commands import AwsCall, Command, Doc
from clusters.sim.errors import Refusal
from clusters.sim.world import Key, World


@dataclass(frozen=True)
class Visit:
    """A request by somebody who may look at (or change) this sandbox."""

    request: HttpRequest
    who: Person
    role: str
    place: Place
    world: World
    version: int

    @property
    def mine(self) -> bool:
        """Whether it is the owner's, who may change things and see secrets."""
        return self.role == callers.OWNER

    def execute(self, command: Command) -> Any:
        """Run a command. Raises Refusal, and Http404 when the sandbox is gone by now."""
        try:
            return runtime.execute(self.place.id, command)
        except runtime.Gone as gone:
            raise Http404 from gone
        except Refusal as refusal:
            refused.note_command(self.place.id, command, refusal)
            raise

    def aws(self, action: str, request: Doc) -> Any:
        """One AWS call, as the learner at the console. Raises Refusal."""
        caller = callers.learner(self.world, "console")
        return self.execute(AwsCall(caller, action, request))

    def cluster(self, name: str) -> tuple[Key, Doc]:
        """The cluster of this name. Raises Http404."""
        key = Key("eks.Cluster", self.place.region, name)
        found = self.world.find(key)
        if found is None:
            raise Http404(f"No cluster found for name: {name}.")
        return key, found


def for_request(request: HttpRequest, sandbox_id: str, *, write: bool = False) -> Visit:
    """The visit that a request makes.

    Raises Http404 for a sandbox that this person may not see, whether it exists or
    not, and PermissionDenied for a change by somebody who may only look on.
    """
    who = callers.person(request.session, request.user)
    role = callers.role_in(who, sandbox_id)
    if not role:
        raise Http404
    if write and role != callers.OWNER:
        raise PermissionDenied
    if write:
        limits.check_write(sandbox_id)
    try:
        if role == callers.OWNER:  # who only looks on starts no clock that rests
            runtime.used(sandbox_id)
        version = runtime.version(sandbox_id)
        world = runtime.read(sandbox_id)
    except runtime.Gone as gone:
        raise Http404 from gone
    return Visit(request, who, role, place(sandbox_id, world), world, version)
