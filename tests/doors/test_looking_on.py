"""Who only looks on is offered nothing that would be refused.

Live parts are drawn for everybody: their forms are hidden by the style sheet, which a
browser tries. What a page draws by itself, it leaves out.
"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tests.doors.addresses import IN_SANDBOX, UNMADE

PAGES = [one for one in IN_SANDBOX if one.name != "live-stream"]
VOID = frozenset({"input", "br", "img", "link", "meta", "hr", "source", "wbr", "col"})


class Buttons(HTMLParser):
    """Collects what sends a form: outside of live parts, and only where it writes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[dict[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs, tag=tag)
        if tag not in VOID:
            self.open.append(named)
        form = next((one for one in self.open[::-1] if one["tag"] == "form"), None)
        if tag == "button" and form and self._writes(form, named):
            self.found.append(f"{form.get('action')} {named.get('name')}")

    def handle_endtag(self, tag):
        while self.open and self.open.pop()["tag"] != tag:
            pass

    def _writes(self, form, button) -> bool:
        action = form.get("action") or ""
        return (
            form.get("method") == "post"
            and button.get("type") == "submit"
            and not action.endswith(("/preferences/", "/signout/", "/clock/"))
            and not any("data-panel" in one for one in self.open)
        )


def offered(html: str) -> list[str]:
    """What sends a form of the page's own that writes."""
    reader = Buttons()
    reader.feed(html)
    return reader.found


@pytest.mark.usefixtures("cluster")
def test_no_page_offers_them_a_form_of_its_own_that_writes(sandbox, teacher):
    wrong = {}
    for address in PAGES:
        if address.name in UNMADE:
            continue
        answer = teacher.get(address.path(sandbox.id))
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            wrong[address.name] = offered(answer.content.decode())

    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.usefixtures("cluster")
def test_the_owner_is_offered_them(sandbox, owner):
    for name in ("roles", "access", "updates", "delete-cluster", "create-nodegroup"):
        [address] = [one for one in PAGES if one.name == name]
        page = owner.get(address.path(sandbox.id)).content.decode()
        assert offered(page) != [], name


@pytest.mark.usefixtures("cluster")
def test_the_style_sheet_knows_who_looks_on(sandbox, teacher, owner):
    path = f"/s/{sandbox.id}/cluster/demo/"

    assert " data-looks-on>" in teacher.get(path).content.decode()
    assert " data-looks-on>" not in owner.get(path).content.decode()
