"""A panel's partial is one element, and the element's id is the panel's name."""

from __future__ import annotations

import re

import pytest
from django.template.loader import get_template

from clusters.live import panels


@pytest.fixture(scope="module")
def everyone() -> list[panels.Panel]:
    return panels.everyone()


def partial(panel: panels.Panel) -> str:
    """The source between `partialdef` and `endpartialdef`."""
    page, _, name = panel.template.partition("#")
    source = get_template(page).template.source
    found = re.search(
        rf"{{% partialdef {name}\b[^%]*%}}(.*?){{% endpartialdef(?: {name})? %}}",
        source,
        re.DOTALL,
    )
    return found.group(1) if found else ""


def first_tag(html: str) -> str:
    without_template_tags = re.sub(r"{%.*?%}|{#.*?#}", "", html, flags=re.DOTALL)
    found = re.search(r"<[a-z][^>]*>", without_template_tags)
    return found.group() if found else ""


def test_there_are_panels(everyone):
    assert everyone != []


def test_each_panels_partial_begins_with_the_element_that_is_swapped(everyone):
    wrong = [
        f"{panel.template}: {first_tag(partial(panel)) or 'no such partial'}"
        for panel in everyone
        if f'id="{panel.name}"' not in first_tag(partial(panel))
    ]

    assert wrong == []


def test_a_panel_only_watches_kinds_that_are_spelt_like_kinds(everyone):
    misspelt = [
        kind
        for panel in everyone
        for kind in panel.watches({})
        if kind and not re.fullmatch(r"[a-z0-9]+(\.[A-Z][A-Za-z]+)?", kind)
    ]

    assert misspelt == []
