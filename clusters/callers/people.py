"""Browsers: whose sandboxes they may see and change.

A guest is known by a random number in the session cookie; somebody who signed up, by
the user. Either may own a sandbox, or be a teacher who may look on.
"""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from clusters.callers import grants
from clusters.callers.wall import now
from clusters.models import Grant, Sandbox

SESSION_KIND = "session"
TEACHER_KIND = "teacher"
RESUME_KIND = "resume-code"
VISITOR = "visitor"
"""The session's entry with the guest's random number."""
RESUME_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
RESUME_SECONDS = 14 * 24 * 3600.0
OWNER = "owner"
TEACHER = "teacher"


@dataclass(frozen=True)
class Person:
    """Who sits at a browser: a guest's number, a user's id, or both."""

    visitor: str = ""
    user_id: int | None = None


def person(session: MutableMapping[str, Any], user: Any) -> Person:
    """The person behind a request's (or a socket's) session and user."""
    signed_in = user is not None and user.is_authenticated
    return Person(str(session.get(VISITOR, "")), user.pk if signed_in else None)


def role_in(who: Person, sandbox_id: str) -> str:
    """`owner`, `teacher` or "": what this person is to a sandbox."""
    if "\x00" in sandbox_id:  # which PostgreSQL takes for no text at all
        return ""
    if who.visitor:
        held = grants.find(SESSION_KIND, _session_key(who.visitor, sandbox_id))
        if held is not None and not held.expired(now()):
            return held.role
    if who.user_id is None:
        return ""
    if Sandbox.objects.filter(id=sandbox_id, owner_id=who.user_id).exists():
        return OWNER
    held = grants.find(TEACHER_KIND, _teacher_key(who.user_id, sandbox_id))
    return TEACHER if held is not None and not held.expired(now()) else ""


def may(who: Person, sandbox_id: str, *, write: bool = False) -> bool:
    """Whether this person may see a sandbox, or change it. Teachers look on."""
    role = role_in(who, sandbox_id)
    return role == OWNER or (role == TEACHER and not write)


def sandboxes_of(who: Person) -> QuerySet[Sandbox]:
    """The sandboxes this person owns, the one used last first."""
    own = Q(pk__in=[])
    if who.visitor:
        visitor = grants.hashed(who.visitor)
        mine = Grant.objects.filter(
            kind=SESSION_KIND, role=OWNER, data__visitor=visitor
        )
        own |= Q(pk__in=mine.values("sandbox_id"))
    if who.user_id is not None:
        own |= Q(owner_id=who.user_id)
    return Sandbox.objects.filter(own).order_by("-used_at", "id")


def own(session: MutableMapping[str, Any], sandbox_id: str) -> Person:
    """Make this browser's guest an owner of a sandbox."""
    visitor = session.get(VISITOR) or secrets.token_hex(16)
    session[VISITOR] = visitor
    key = _session_key(visitor, sandbox_id)
    Grant.objects.get_or_create(
        key=key,
        defaults={
            "kind": SESSION_KIND,
            "sandbox_id": sandbox_id,
            "role": OWNER,
            "data": {"visitor": grants.hashed(visitor)},
            "created_at": now(),
        },
    )
    grants.forget(SESSION_KIND, key)
    return Person(visitor=visitor)


def keep(sandbox_id: str, user_id: int) -> bool:
    """Give a guest's sandbox to a user for good; False when it is another's."""
    free = Sandbox.objects.filter(Q(owner=None) | Q(owner_id=user_id), id=sandbox_id)
    return bool(free.update(owner_id=user_id))


def let_look_on(sandbox_id: str, user_id: int) -> None:
    """Make a user a teacher of a sandbox."""
    Grant.objects.get_or_create(
        key=_teacher_key(user_id, sandbox_id),
        defaults={
            "kind": TEACHER_KIND,
            "sandbox_id": sandbox_id,
            "user_id": user_id,
            "role": TEACHER,
            "created_at": now(),
        },
    )


def issue_resume_code(sandbox_id: str) -> str:
    """A code to type on another device, which then owns the sandbox too."""
    code = new_code()
    here = now()
    Grant.objects.filter(kind=RESUME_KIND, sandbox_id=sandbox_id).delete()
    Grant.objects.create(
        kind=RESUME_KIND,
        key=grants.hashed(code),
        sandbox_id=sandbox_id,
        created_at=here,
        expires_at=here + RESUME_SECONDS,
    )
    return code


def new_code() -> str:
    """Three times five letters: 71 bits that nobody guesses."""
    parts = ["".join(secrets.choice(RESUME_ALPHABET) for _ in range(5)) for _ in "abc"]
    return "-".join(parts)


def resume(session: MutableMapping[str, Any], code: str) -> str | None:
    """The sandbox of a resume code, owned by this browser from now on."""
    key = grants.hashed("-".join(code.lower().replace("-", " ").split()))
    row = Grant.objects.filter(kind=RESUME_KIND, key=key).first()
    if row is None or (row.expires_at is not None and row.expires_at <= now()):
        return None
    own(session, row.sandbox_id)
    return row.sandbox_id


def _session_key(visitor: str, sandbox_id: str) -> str:
    return grants.hashed(f"{visitor}:{sandbox_id}")


def _teacher_key(user_id: int, sandbox_id: str) -> str:
    return f"teacher:{user_id}:{sandbox_id}"
