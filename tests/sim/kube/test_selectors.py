"""Label and field selectors match, and refuse, as the API's own parser does."""

from __future__ import annotations

import pytest

from clusters.sim.kube import selectors
from clusters.sim.kube.errors import BadRequest
from tests.sim.kube.a_cluster import Cluster, names, refused
from tests.sim.kube.samples import pod

LABELS = {"app": "web", "tier": "3"}
MATCHING = [
    "",
    "app=web",
    "app==web",
    "app!=db",
    "other!=x",
    "app in (web, db)",
    "app notin (db)",
    "other notin (x)",
    "app",
    "!other",
    "tier>2",
    "tier<4",
    "app=web,tier=3",
    " app = web , ! other ",
]
OTHERS = ["app=db", "app!=web", "app in (db)", "app notin (web)", "!app", "other",
          "tier>3", "tier<3", "app>1", "app=web,other", "app="]  # fmt: skip
WRONG = {
    "app in": "unable to parse requirement: found '' expected: '('",
    "app in (a": "unable to parse requirement: found '', expected: ',', or identifier",
    "=web": "found '=', expected: !, identifier, or 'end of string'",
    "app web": "unable to parse requirement: found 'web', expected: in, notin, =, ==, !=, gt, lt",
    "app=a b": "found 'b', expected: ',' or 'end of string'",
    "app=a,=": "found '=', expected: identifier after ','",
}


@pytest.mark.parametrize("text", MATCHING)
def test_it_matches(text):
    assert selectors.matches(selectors.parse(text), LABELS)


@pytest.mark.parametrize("text", OTHERS)
def test_it_does_not_match(text):
    assert not selectors.matches(selectors.parse(text), LABELS)


@pytest.mark.parametrize(("text", "told"), WRONG.items())
def test_nonsense_is_refused_in_the_parsers_words(text, told):
    with refused("BadRequest", told, 400):
        selectors.parse(text)


def test_a_bad_key_is_named():
    with pytest.raises(BadRequest) as caught:
        selectors.parse("a@b=1")
    start = 'unable to parse requirement: <nil>: Invalid value: "a@b": name part must'
    assert caught.value.message.startswith(start)


def test_a_missing_selector_selects_nothing_and_an_empty_one_everything():
    assert not selectors.selects(None, LABELS)
    assert selectors.selects({}, LABELS)


def test_expressions_of_a_document_are_matched():
    terms = [
        {"key": "app", "operator": "In", "values": ["web", "db"]},
        {"key": "old", "operator": "DoesNotExist"},
    ]
    struct = {"matchLabels": {"tier": "3"}, "matchExpressions": terms}
    assert selectors.selects(struct, LABELS)
    assert not selectors.selects(struct, {**LABELS, "old": "yes"})
    assert selectors.written(struct) == "tier=3,app in (db,web),!old"


def test_fields_are_compared():
    terms = selectors.parse_fields(r"status.phase!=Running,metadata.name=a\,b")
    assert terms == (("status.phase", False, "Running"), ("metadata.name", True, "a,b"))


def test_a_field_selector_needs_an_operator():
    told = "invalid selector: 'status.phase'; can't understand 'status.phase'"
    with refused("BadRequest", told, 400):
        selectors.parse_fields("status.phase")


def test_pods_are_found_by_their_fields():
    cluster = Cluster()
    cluster.create("pods", pod("a", nodeName="n1"))
    cluster.create("pods", pod("b"))
    assert names(cluster.list("pods", fieldSelector="spec.nodeName=n1")) == ["a"]
    assert names(cluster.list("pods", fieldSelector="metadata.name=b")) == ["b"]
    assert names(cluster.list("pods", fieldSelector="spec.nodeName=")) == ["b"]


def test_an_unknown_field_is_refused():
    with refused("BadRequest", "field label not supported: spec.replicas", 400):
        Cluster().list("deployments.apps", fieldSelector="spec.replicas=1")
