from __future__ import annotations

import pytest

from clusters.sim.aws.paging import page
from clusters.sim.errors import Refusal
from tests.sim.aws.refusing import refuses

INVALID = Refusal("InvalidToken", "No such page.")
ITEMS = list(range(7))


def test_pages_add_up_to_the_whole():
    found, request = [], {"MaxResults": 3}
    for _ in range(3):
        part, more = page(ITEMS, request, INVALID)
        found += part
        request = {"MaxResults": 3, **more}

    assert found == ITEMS
    assert "NextToken" not in request


def test_a_short_list_is_one_page():
    assert page(ITEMS, {}, INVALID) == (ITEMS, {})


def test_a_page_holds_what_the_operation_allows_at_most():
    part, more = page(ITEMS, {"MaxResults": 100}, INVALID, most=2)

    assert part == [0, 1]
    assert more["NextToken"]


@pytest.mark.parametrize("token", ["made up", "b2Zmc2V0", "b2Zmc2V0Ojk5", "é"])
def test_a_token_that_we_did_not_give_out_is_refused(token):
    with refuses("InvalidToken"):
        page(ITEMS, {"NextToken": token}, INVALID)
