"""Each refusal is shown word for word, and explained in one sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import clusters
from clusters.console.refusing import refusals
from clusters.console.refusing.refusal_codes import BY_CODE
from clusters.console.refusing.refusal_words import BY_WORDS
from clusters.gateway.dialects import DIALECTS
from clusters.sim.aws.ec2 import resource
from clusters.sim.aws.eks.errors import InvalidParameterException
from clusters.sim.errors import Refusal
from clusters.sim.kube.errors import Forbidden, Invalid

SOURCE = Path(clusters.__file__).parent
RAISES = {"Refusal", "KubeRefusal"}
OWN_CODES = {
    "EksRefusal": "",
    "KubeRefusal": "",
    "_Undone": "",
    "NotSimulated": "NotImplemented",
    "EtcdRefusal": "",
    "Rejected": "Invalid",
    "UnknownPath": "NotFound",
    "ChangeSetNotFoundException": "ChangeSetNotFound",
    "InvalidChangeSetStatusException": "InvalidChangeSetStatus",
}
"""Classes that are not called what their code is; none for those that only serve others."""


@cache
def raised() -> frozenset[str]:
    """Every code that the source can refuse with."""
    return frozenset(_codes())


def _codes() -> Iterator[str]:
    for path in SOURCE.rglob("*.py"):
        text = path.read_text()
        # Parsing takes long: what does not name a refusal cannot raise one by name.
        if "Refusal" not in text:
            continue
        tree = ast.parse(text)
        named = dict(constants(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in RAISES:
                yield from code_of(node, named)
            if isinstance(node, ast.ClassDef) and "Refusal" in bases(node):
                yield OWN_CODES.get(node.name, node.name)
    yield from (one.code for one in resource.ALL)
    yield from (said[0] for words in DIALECTS.values() for said in words.values())


def constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            yield ast.unparse(node.targets[0]), str(node.value.value)


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def bases(node: ast.ClassDef) -> str:
    return " ".join(ast.unparse(base) for base in node.bases)


def code_of(node: ast.Call, named: dict[str, str]) -> Iterator[str]:
    first = node.args[0] if node.args else None
    if isinstance(first, ast.Constant):
        yield str(first.value)
    elif isinstance(first, ast.Name) and first.id in named:
        yield named[first.id]


def test_the_source_is_read():
    codes = raised()

    assert {"InvalidParameterException", "Forbidden", "DependencyViolation"} <= codes
    assert {"Superseded", "SerializationException", "InvalidVpcID.NotFound"} <= codes


def test_every_code_that_can_be_raised_is_explained():
    assert sorted(c for c in raised() if refusals.known(c) is None) == []


def test_every_page_that_a_sentence_leads_to_is_named():
    views = {view for _, _, view in BY_CODE}
    views |= {view for _, rules in BY_WORDS for _, _, view in rules}

    assert views - {""} <= set(refusals.PAGES)


@pytest.mark.parametrize(
    ("refusal", "meaning"),
    [
        (
            InvalidParameterException(
                "Subnets specified must be in at least two different AZs"
            ),
            "Add a subnet in another zone",
        ),
        (Refusal("ValidationError", "No updates are to be performed."), "Change one"),
        (Forbidden("pods", "web", "exceeded quota: small"), "ResourceQuota"),
        (Forbidden("pods", "", 'User "x" cannot list resource "pods"'), "role binding"),
        (Invalid("Pod", "web", [], 35), "breaks a rule of its kind"),
        (Refusal("", "etcdserver: request timed out", 500), "most of its members"),
        ({"code": "error", "message": "error parsing"}, "before it asks the server"),
    ],
)
def test_the_words_decide_where_one_code_stands_for_many_things(refusal, meaning):
    assert meaning in refusals.about(refusal).text


def test_a_code_that_nobody_knows_is_explained_by_its_status_and_no_more():
    assert "does not allow" in refusals.explained("Strange", "", 403).text
    assert "not at fault" in refusals.explained("Strange", "", 502).text


def test_a_page_shows_the_exact_words_and_the_sentence(owner, sandbox, cluster):
    path = f"/s/{sandbox.id}/getting-started/deploy-app/"

    page = owner.post(path, {"cancel": "yes"}).content.decode()

    assert "StepNotRunning" in page
    assert "is not on its way." in page
    assert "There is nothing to cancel" in page
    assert f'href="/s/{sandbox.id}/getting-started/">Getting started</a>' in page
