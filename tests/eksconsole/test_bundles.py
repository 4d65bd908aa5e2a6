"""Bundles: what every page loads, in few and small files."""

from __future__ import annotations

import re

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from eksconsole.bundles import BUNDLES, parts, text_of

ROOT = settings.BASE_DIR / "static"
BUDGETS = {
    "bundle/site.css": 20_000,
    "bundle/icons.css": 6_000,
    "bundle/site.js": 6_000,
    "bundle/later.js": 3_000,
    "bundle/vendor.js": 25_000,
}
"""Bytes when compressed."""


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_is_within_its_budget(name):
    assert len(brotli.compress(text_of(name, ROOT).encode())) <= BUDGETS[name]


def test_all_that_pages_share_is_in_a_bundle():
    joined = {path for name in BUNDLES for path in parts(name, ROOT)}
    ours = {p for kind in ("css", "js") for p in (ROOT / kind).rglob(f"*.{kind}")}
    own = {path for path in ours if "pages" in path.parts}
    assert ours - own <= joined


def test_no_descendant_becomes_the_thing_itself():
    """The minifier drops the space of `.a :is(b)` inside of @layer: write `.a *:is(b)`."""
    source = "\n".join(p.read_text() for p in parts("bundle/site.css", ROOT))
    small = text_of("bundle/site.css", ROOT)
    written = re.findall(r"([\w)\]]) (:[a-z-]+\()", re.sub(r"/\*.*?\*/", "", source))
    assert len(re.findall(r"[\w)\]] :[a-z-]+\(", small)) == len(written)


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "console.css").write_text("a { color: red }")

    assert text_of("bundle/site.css", tmp_path) == "a{color:red}"


def test_bundles_are_collected_beside_their_parts(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", verbosity=0, interactive=False)
    assert {*BUNDLES} <= {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*")}
    assert finders.find("bundle/site.css") is None
