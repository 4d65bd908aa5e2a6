"""`aws`: the AWS CLI's own code in the box, answered by the AWS door in this process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from clusters.callers.wall import now
from clusters.gateway import calls, dialects
from clusters.gateway.views import MOST_BYTES
from clusters.gateway.wire import WireRequest, WireResponse
from clusters.sim.world import Key
from clusters.terminal import credentials
from clusters.terminal.box.running import run
from clusters.terminal.files import HOME
from clusters.terminal.program import Call, program
from clusters.terminal.session import LAPTOP, Session

CONFIG = f"{HOME}/.aws/config"
AWS_HOSTS = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws")
LOOK_SECONDS = 0.25


@program("aws")
def aws(call: Call) -> Iterator[str]:
    session = call.session
    account = session.world().find(Key("aws.Account", "", "account"))
    region = account["region"] if account is not None else ""
    config = session.files.texts.get(CONFIG, "")
    given = {
        "args": call.args,
        "files": session.files.texts,
        "folder": session.folder,
        "piped": call.stdin is not None,
        "region": region,
        "variables": _environment(call.variables, config, region),
    }

    def answer(asked: dict[str, Any]) -> dict[str, Any]:
        if "request" in asked:
            return _answered(asked["request"])
        if "sleep" in asked:
            return _slept(session, float(asked["sleep"]))
        if "credentials" in asked:
            return _credentials(call)
        return {"text": call.typed()}

    yield from run("aws", given, session, answer)


def _environment(variables: dict[str, str], config: str, region: str) -> dict[str, str]:
    """The learner's variables, and the region as CloudShell presets it."""
    made = {"HOME": HOME, **variables, "COLUMNS": "80"}
    # What version 2 reads first, version 1 does not know.
    chosen = variables.get("AWS_REGION") or variables.get("AWS_DEFAULT_REGION")
    if chosen or "region" not in config:
        made["AWS_DEFAULT_REGION"] = chosen or region
    return made


def _answered(asked: dict[str, Any]) -> dict[str, Any]:
    """What the AWS door says; nothing where no such computer can be reached."""
    parts = urlsplit(asked["url"])
    if not _is_ours(parts.hostname or "", parts.netloc, parts.path):
        return {}
    body = asked["body"].encode("latin-1")
    headers = {**asked["headers"], "host": parts.netloc}
    headers["content-length"] = str(len(body))
    wire = WireRequest(asked["method"], parts.path or "/", parts.query, headers, body)
    response = _handled(wire)
    return {
        "status": response.status,
        "headers": dict(response.headers),
        "body": response.body.decode("latin-1"),
    }


def _is_ours(host: str, netloc: str, path: str) -> bool:
    """Whether an address leads to the AWS door: AWS's own do here, and the door's."""
    if host.endswith(AWS_HOSTS):
        return True
    here = urlsplit(settings.PUBLIC_URL).netloc
    return netloc == here and (path + "/").startswith(calls.PREFIX + "/")


def _handled(wire: WireRequest) -> WireResponse:
    if len(wire.body) > MOST_BYTES:
        protocol = calls.guessed(wire)
        words = f"Request must be smaller than {MOST_BYTES} bytes"
        refusal = dialects.refusal(protocol, "too large", words)
        return calls.refuse(protocol, None, refusal, calls.new_id())
    return calls.handle(wire)


def _slept(session: Session, seconds: float) -> dict[str, Any]:
    """Wait as long in the sandbox's time, and never longer in that of the wall."""
    begun = now()
    until = session.world().clock.sim(begun) + seconds
    while True:
        over = min(session.world().clock.wall(until), begun + seconds)
        if now() >= over:
            return {}
        session.sleep(min(over - now(), LOOK_SECONDS))


def _credentials(call: Call) -> dict[str, Any]:
    """Whose key the place gives that the learner stands in."""
    key = credentials.found(call.session, {})
    if key is None:
        return {}
    return {
        "access_key": key.access_key_id,
        "secret_key": key.secret_access_key,
        "token": key.session_token or None,
        "method": "container-role" if call.session.place == LAPTOP else "iam-role",
    }
