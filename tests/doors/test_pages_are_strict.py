"""Every page states its policy and keeps to it."""

from __future__ import annotations

import pytest

from clusters.console import limits
from eksconsole.home import REPOSITORY
from tests.doors.addresses import ALL
from tests.doors.html import forbidden

PAGES = [address for address in ALL if address.name != "live-stream"]
FORGED = {"name": "<script>alert(1)</script>"}


def policy(answer):
    """The directives of an answer's Content-Security-Policy."""
    parts = answer["Content-Security-Policy"].split(";")
    return {name: rest for name, _, rest in (p.strip().partition(" ") for p in parts)}


def strict(answer):
    """What is wrong with a page."""
    if not answer["Content-Type"].startswith("text/html"):
        return []
    found = forbidden(answer.content.decode())
    rules = policy(answer)
    if rules.get("default-src") != "'none'" or rules.get("script-src") != "'self'":
        found.append(f"policy {rules}")
    if rules.get("style-src") != "'self'" or rules.get("frame-ancestors") != "'none'":
        found.append(f"policy {rules}")
    if answer["X-Content-Type-Options"] != "nosniff":
        found.append("its type may be guessed")
    return found


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["owner", "teacher", "outsider"])
def test_no_page_needs_what_the_policy_forbids(who, method, sandbox, cluster, cast):
    wrong = {}
    for address in PAGES:
        if method == "post" and address.name in ("delete-sandbox", "reset"):
            continue
        answer = getattr(cast[who], method)(address.path(sandbox.id), FORGED)
        if strict(answer):
            wrong[address.name] = strict(answer)

    assert wrong == {}


def test_error_pages_are_as_strict(outsider, settings, monkeypatch):
    monkeypatch.setattr(limits, "STARTS", 0)
    settings.ALLOWED_HOSTS = ["console.test"]
    asked = {
        404: outsider.get("/nothing/", HTTP_HOST="console.test"),
        429: outsider.post("/start/", HTTP_HOST="console.test"),
        400: outsider.get("/", HTTP_HOST="elsewhere.test"),
    }
    for status, answer in asked.items():
        assert answer.status_code == status
        assert answer["Content-Type"].startswith("text/html")
        assert strict(answer) == []


def test_a_page_that_fails_tells_nothing_of_why(outsider, monkeypatch):
    def broken(*_):
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("clusters.console.pages.landing.callers.person", broken)
    outsider.raise_request_exception = False

    answer = outsider.get("/")

    assert answer.status_code == 500
    assert "a secret detail" not in answer.content.decode()
    assert strict(answer) == []


def test_no_template_has_a_part_that_no_test_draws():
    """The same reading of the sources, whatever `if` they stand behind."""
    wrong = {
        str(path): forbidden(path.read_text())
        for path in (REPOSITORY / "templates").rglob("*.html")
    }

    assert {path: found for path, found in wrong.items() if found} == {}


def test_no_template_switches_escaping_off():
    for path in (REPOSITORY / "templates").rglob("*.html"):
        text = path.read_text()
        assert "|safe" not in text, path
        assert "autoescape off" not in text, path
