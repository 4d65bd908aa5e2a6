"""ServiceAccounts."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.describe.events import events
from clusters.terminal.kubectl.describe.secret import TOKEN_TYPE
from clusters.terminal.kubectl.errors import ApiError

OWNER = "kubernetes.io/service-account.name"
OWNER_UID = "kubernetes.io/service-account.uid"


@describer("serviceaccounts")
def service_account(look: Look) -> Iterator[str]:
    try:
        secrets = look.others("secrets")
    except ApiError:
        secrets = []
    known = {one["metadata"]["name"] for one in secrets}
    own = {OWNER: look.info.name, OWNER_UID: look.meta.get("uid", "")}
    tokens = [
        one["metadata"]["name"]
        for one in secrets
        if one.get("type") == TOKEN_TYPE
        and own.items() <= (one["metadata"].get("annotations") or {}).items()
    ]
    yield from wording.head(look.meta)
    for title, names in (
        ("Image pull secrets", _named(look, "imagePullSecrets")),
        ("Mountable secrets", _named(look, "secrets")),
        ("Tokens", tokens),
    ):
        told = [n if n in known else f"{n} (not found)" for n in names]
        yield from wording.column(title, told)
    yield from events(look)


def _named(look: Look, field: str) -> list[str]:
    return [one.get("name", "") for one in look.doc.get(field) or ()]
