"""Each page in each state: accessible, narrow, still, strict, and the right answer."""

from __future__ import annotations

import pytest

from tests.e2e.pages.places import EVERYWHERE, Place
from tests.e2e.pages.visit import Visitor, faults, moving, too_wide, violations

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
QUICK = [place for place in EVERYWHERE if place.quick]
REST = [place for place in EVERYWHERE if not place.quick]


def names(place: Place) -> str:
    return place.name


# Chosen before the page is drawn: no colour is on its way to another one.
LOOKS = (
    ("desktop", "light"),
    ("desktop", "dark"),
    ("narrow", "light"),
    ("desktop", "forced"),
    ("phone", "light"),
    ("zoomed", "light"),
)
REFLOWED = ("narrow", "zoomed")
"""The same page in less room: axe has nothing new to say of it."""


def wrong(visitor: Visitor, place: Place, *looks: tuple[str, str]) -> list[str]:
    """Everything that is wrong with a place, look by look."""
    out: list[str] = []
    for layout, colours in looks:
        with visitor.at(place, layout, colours) as seen:
            found = too_wide(seen.page) + moving(seen.page)
            found += faults(seen, visitor.filled.stack.url)
            if layout not in REFLOWED:
                found += violations(seen.page, colours)
            if seen.status != place.status:
                found.append(f"answered {seen.status}")
            out += [f"{place.name}, {layout}, {colours}: {one}" for one in found]
    return out


@pytest.mark.parametrize("place", QUICK, ids=names)
def test_what_people_see_most_is_as_it_should_be(visitor: Visitor, place: Place):
    assert wrong(visitor, place, *LOOKS[:3]) == []


@pytest.mark.proof
@pytest.mark.parametrize("place", REST, ids=names)
def test_every_other_place_is_as_it_should_be(visitor: Visitor, place: Place):
    assert wrong(visitor, place, *LOOKS) == []


@pytest.mark.proof
@pytest.mark.parametrize("place", QUICK, ids=names)
def test_what_people_see_most_holds_in_every_look(visitor: Visitor, place: Place):
    assert wrong(visitor, place, *LOOKS[3:]) == []
