"""Static files are answered before Django: compressed, cacheable, and only those."""

from __future__ import annotations

import gzip

import pytest

from eksconsole.static import with_static_files
from tests.eksconsole.asgi_client import ask

CSS = "body { margin: 0 }\n" * 100
HASHED = "/static/site.0123456789ab.css"


async def elsewhere(scope, receive, send):
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"elsewhere"})


@pytest.fixture
def application(tmp_path):
    (tmp_path / "site.css").write_text(CSS)
    (tmp_path / "site.0123456789ab.css").write_text(CSS)
    (tmp_path / "site.0123456789ab.css.gz").write_bytes(gzip.compress(CSS.encode()))
    return with_static_files(elsewhere, tmp_path, "/static/")


async def test_a_hashed_file_may_be_kept_for_ever(application):
    status, headers, body = await ask(application, HASHED)

    assert (status, body) == (200, CSS.encode())
    assert "immutable" in headers["cache-control"]


async def test_a_file_without_a_hash_may_not(application):
    _, headers, _ = await ask(application, "/static/site.css")

    assert "immutable" not in headers["cache-control"]


async def test_who_accepts_gzip_gets_it(application):
    _, headers, body = await ask(
        application, HASHED, headers={"accept-encoding": "gzip, br"}
    )

    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == CSS.encode()


async def test_who_has_it_already_gets_304(application):
    _, headers, _ = await ask(application, HASHED)

    status, _, body = await ask(
        application, HASHED, headers={"if-none-match": headers["etag"]}
    )

    assert (status, body) == (304, b"")


@pytest.mark.parametrize("path", ["/", "/static/", "/static/../settings.py"])
async def test_everything_else_is_passed_on(application, path):
    assert (await ask(application, path))[2] == b"elsewhere"
