"""The keyboard reaches everything, shows where it is, and is never held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.pages.places import EVERYWHERE, Place
from tests.e2e.pages.visit import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
QUICK = [p for p in EVERYWHERE if p.quick and p.name in ("clusters", "create-name")]
REST = [p for p in EVERYWHERE if p not in QUICK]
MOST = 400

# What Tab should reach: one radio of a group, nothing hidden, nothing inert or behind.
REACHABLE = """() => {
  const over = document.querySelector('dialog:modal') ?? document;
  const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: false})
    && !e.closest('[inert]') && e.getClientRects().length;
  const all = [...over.querySelectorAll(
    'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex="0"]')]
    .filter(e => !e.disabled && e.tabIndex >= 0 && shown(e));
  const radios = new Map();
  const wanted = all.filter(e => {
    if (e.type !== 'radio') return true;
    const group = `${e.form?.id}/${e.name}`;
    if (radios.has(group) && !e.checked) return false;
    radios.set(group, e);
    return e.checked || ![...document.getElementsByName(e.name)].some(r => r.checked);
  });
  window.there = wanted;
  return wanted.length;
}"""
STILL_THERE = """all => all.map(n => window.there[n])
  .filter(e => e.isConnected && e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))"""
HERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const drawn = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
  const box = e.getBoundingClientRect();
  const label = e.closest('label') ?? e.labels?.[0];
  return {
    walk: window.there.indexOf(e), html: e.outerHTML.slice(0, 120),
    ring: e.matches(':focus-visible') && (drawn(style) || (label && drawn(getComputedStyle(label)))
      || style.boxShadow !== 'none'),
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def steps(page: Page) -> Iterator[dict[str, Any]]:
    """Where Tab leads, until it comes round."""
    met, outside = set(), 0
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:  # past the end and out of the page: it begins again
            outside += 1
            if outside > 2:
                return
            continue
        if not here["seen"]:  # what comes by a transition may be on its way
            page.wait_for_timeout(50)
            here = page.evaluate(HERE) or here
        if here["walk"] in met:
            return
        if here["walk"] >= 0:  # else a live drawing has just brought it
            met.add(here["walk"])
        yield here


def walked(page: Page) -> list[str]:
    """What is wrong on a walk with Tab round the page."""
    count = page.evaluate(REACHABLE)
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    wrong, missed = [], set(range(count))
    for here in steps(page):
        missed.discard(here["walk"])
        if not here["ring"]:
            wrong.append(f"no visible focus: {here['html']}")
        if not here["seen"]:
            wrong.append(f"focus out of sight: {here['html']}")
    left = page.evaluate(STILL_THERE, sorted(missed))[:5]
    return wrong + [f"not reached: {html}" for html in left]


@pytest.mark.parametrize("place", QUICK, ids=lambda place: place.name)
def test_tab_walks_through_a_page(visitor: Visitor, place: Place):
    with visitor.at(place) as seen:
        assert walked(seen.page) == []


@pytest.mark.proof
@pytest.mark.parametrize("place", REST, ids=lambda place: place.name)
def test_tab_walks_through_every_page(visitor: Visitor, place: Place):
    with visitor.at(place) as seen:
        assert walked(seen.page) == []
