"""ListClusters."""

from __future__ import annotations

from tests.sim.aws.eks.account import an_account
from tests.sim.aws.refusing import refuses


def test_names_come_sorted_and_in_pages():
    account = an_account()
    for name in ("b", "c", "a"):
        account.order_cluster(name)
    first = account.eks("ListClusters", maxResults=2)
    assert first["clusters"] == ["a", "b"]
    rest = account.eks("ListClusters", maxResults=2, nextToken=first["nextToken"])
    assert rest == {"clusters": ["c"]}


def test_a_token_that_we_did_not_give_is_refused():
    with refuses("InvalidParameterException", "The nextToken is invalid."):
        an_account().eks("ListClusters", nextToken="mine")
