"""How ARNs of IAM principals are read."""

from __future__ import annotations

from typing import NamedTuple


class Principal(NamedTuple):
    """A user or role, without its path, and the session in which a role is assumed."""

    arn: str
    account: str
    session: str = ""


def principal(arn: str) -> Principal:
    """Who is behind an ARN that STS answers: `assumed-role/R/S` is `role/R`."""
    parts = arn.split(":", 5)
    account, path = parts[4], parts[5]
    kind, _, rest = path.partition("/")
    if kind == "assumed-role":
        name, _, session = rest.partition("/")
        return Principal(
            f"{':'.join(parts[:2])}:iam::{account}:role/{name}", account, session
        )
    if kind in ("role", "user"):
        name = rest.rpartition("/")[2]
        return Principal(f"{':'.join(parts[:5])}:{kind}/{name}", account)
    return Principal(arn, account)
