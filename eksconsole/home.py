"""Where an installation keeps its state: one folder, `HALFPLANE_HOME`."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent

# A Unix socket's address holds 104 bytes on macOS and 108 on Linux.
LONGEST_SOCKET_PATH = 100


def home() -> Path:
    return Path(os.environ.get("HALFPLANE_HOME") or REPOSITORY / "var").absolute()


def redis_socket(state: Path) -> Path:
    """The embedded server's socket; in a short folder when the state lies deep."""
    socket = state / "run" / "redis.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH:
        return socket
    mark = hashlib.sha256(os.fsencode(state)).hexdigest()[:12]
    return (
        Path(tempfile.gettempdir()) / f"halfplane-{os.getuid()}-{mark}" / "redis.sock"
    )


def private_folder(path: Path) -> Path:
    """Make a folder only its owner may enter; refuse one that somebody else made."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to another user")
    return path


def secret_key(state: Path) -> str:
    """The installation's key, made on first use. Whoever comes second reads it."""
    path = state / "secret-key"
    if not path.exists():
        private_folder(state)
        with tempfile.NamedTemporaryFile("w", dir=state) as draft:
            draft.write(secrets.token_urlsafe(48))
            draft.flush()
            with suppress(FileExistsError):
                path.hardlink_to(draft.name)
    return path.read_text()


def site_facts(state: Path) -> dict[str, Any]:
    """What the running `up` wrote about itself, for commands beside it."""
    path = state / "run" / "site.json"
    if not path.exists():
        return {}
    facts: dict[str, Any] = json.loads(path.read_text())
    return facts


def write_site_facts(state: Path, facts: dict[str, Any]) -> None:
    path = private_folder(state / "run") / "site.json"
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(facts, indent=2) + "\n")
    draft.replace(path)
