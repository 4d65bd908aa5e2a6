"""Each page in each state: accessible, narrow, still, strict, and the right answer."""

from __future__ import annotations

import pytest

from tests.e2e.pages.places import EVERYWHERE, Place
from tests.e2e.pages.visit import MODES, Visitor, faults, moving, too_wide, violations

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
QUICK = [place for place in EVERYWHERE if place.quick]
REST = [place for place in EVERYWHERE if not place.quick]


def names(place: Place) -> str:
    return place.name


def wrong(visitor: Visitor, place: Place, modes: tuple[str, ...]) -> list[str]:
    """Everything that is wrong with a place, mode by mode."""
    out: list[str] = []
    for mode in modes:
        with visitor.at(place, mode) as seen:
            found = violations(seen.page, mode) + too_wide(seen.page)
            found += moving(seen.page) + faults(seen, visitor.filled.stack.url)
            if seen.status != place.status:
                found.append(f"answered {seen.status}")
            out += [f"{place.name}, {mode}: {one}" for one in found]
    return out


@pytest.mark.parametrize("place", QUICK, ids=names)
def test_what_people_see_most_is_as_it_should_be(visitor: Visitor, place: Place):
    assert wrong(visitor, place, ("light", "dark", "narrow")) == []


@pytest.mark.proof
@pytest.mark.parametrize("place", REST, ids=names)
def test_every_other_place_is_as_it_should_be(visitor: Visitor, place: Place):
    assert wrong(visitor, place, tuple(MODES)) == []


@pytest.mark.proof
@pytest.mark.parametrize("place", QUICK, ids=names)
def test_what_people_see_most_holds_in_every_mode(visitor: Visitor, place: Place):
    assert wrong(visitor, place, ("phone", "forced", "zoomed")) == []
