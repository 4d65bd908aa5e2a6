"""A secret is in the browser of its owner and, encrypted, in one table: nowhere else."""

from __future__ import annotations

import json
import logging
import re
import secrets

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import connection

from clusters import callers, runtime
from clusters.models import ChangeRecord, Grant, Snapshot
from clusters.runtime.blob import unpacked
from tests.apiserver.door import CONFIG_MAPS, opened
from tests.console.conftest import browser
from tests.doors.addresses import IN_SANDBOX
from tests.gateway.door import client

TOKEN_REQUEST = {"kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1"}
ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/default/token"


@pytest.fixture
def used(transactional_db, caplog):
    """A sandbox whose every sort of secret was made and used; the secrets by name."""
    caplog.set_level(logging.DEBUG)
    door = opened(secrets.randbits(32))
    sandbox = door.sandbox
    owner = browser(sandbox.id)
    key = callers.learner_key(sandbox.id)
    session = client("sts", key).get_session_token()["Credentials"]
    client("eks", key).list_clusters()
    code = owner.post(f"/s/{sandbox.id}/settings/resume-code/").context["code"]
    browser().post("/resume/", {"code": code})
    file = owner.post(f"/s/{sandbox.id}/cluster/demo/kubeconfig/token/")
    token = re.search(rb"token: (\S+)", file.content)[1].decode()
    owner.post("/signup/", {"name": "robin", "password": "correct horse battery"})
    for path in (CONFIG_MAPS, ACCOUNT):
        body = door.config_map("a") if path == CONFIG_MAPS else TOKEN_REQUEST
        reply = async_to_sync(door.ask)("POST", path, body)
        assert reply.status == 201
    signing = Grant.objects.get(kind="signing-key")
    assert signing.secret
    return (
        owner,
        sandbox,
        {
            "access key": key.secret_access_key,
            "session key": session["SecretAccessKey"],
            "session token": session["SessionToken"],
            "kubernetes token": token,
            "resume code": code,
            "password": "correct horse battery",
            "service account's token": reply.json()["status"]["token"],
            "signing key": "PRIVATE KEY",
        },
    )


def leaks(text, known):
    """The names of those secrets that a text gives away."""
    return [name for name, secret in known.items() if secret in text]


def database():
    """The database's bytes as they lie on the disk, what is not yet merged included."""
    name = connection.settings_dict["NAME"]
    folder = settings.HOME
    files = [path for path in folder.rglob("*") if str(path).startswith(str(name))]
    assert files
    return b"".join(path.read_bytes() for path in files).decode("latin-1")


def stored():
    """Everything that every World and log holds, unpacked."""
    rows = [
        *Snapshot.objects.values_list("data", flat=True),
        *ChangeRecord.objects.values_list("data", flat=True),
    ]
    return json.dumps([unpacked(bytes(data)) for data in rows])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the database's file")
def test_the_database_file_holds_no_secret(used):
    _, sandbox, known = used
    content = database()

    assert sandbox.account in content
    assert leaks(content, known) == []


def test_no_world_and_no_history_holds_a_secret(used):
    _, sandbox, known = used
    content = stored()

    assert sandbox.account in content
    assert leaks(content, known) == []


def test_no_log_line_holds_a_secret(used, caplog):
    _, _, known = used
    content = caplog.text

    assert leaks(content, {k: v for k, v in known.items() if k != "signing key"}) == []


def test_pages_show_the_access_key_where_it_is_to_be_copied_only(used):
    owner, sandbox, known = used
    for address in IN_SANDBOX:
        if address.name == "live-stream":
            continue
        shown = leaks(owner.get(address.path(sandbox.id)).content.decode(), known)
        assert shown == (["access key"] if address.name == "connect" else []), address


def test_pages_with_secrets_are_kept_by_no_cache(used):
    owner, sandbox, _ = used
    for answer in (
        owner.get(f"/s/{sandbox.id}/connect/"),
        owner.post(f"/s/{sandbox.id}/settings/resume-code/"),
        owner.post(f"/s/{sandbox.id}/cluster/demo/kubeconfig/token/"),
    ):
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]


def test_events_and_requests_over_the_wire_hold_no_secret(used):
    owner, sandbox, known = used
    answer = owner.get(
        f"/s/{sandbox.id}/live/poll/?version=0&rv=0&after=0&panel=journey"
    )

    assert leaks(answer.content.decode(), known) == []
    assert runtime.read(sandbox.id).rv == answer.json()["rv"]
