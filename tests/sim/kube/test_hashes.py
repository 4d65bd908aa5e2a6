"""Template hashes are stable, differ, and use Kubernetes' safe letters."""

from __future__ import annotations

from clusters.sim.kube.hashes import template_hash
from tests.sim.kube.samples import TEMPLATE


def test_equal_templates_have_equal_hashes():
    assert template_hash(TEMPLATE) == template_hash(dict(reversed(TEMPLATE.items())))


def test_other_templates_and_collisions_have_others():
    other = {**TEMPLATE, "metadata": {"labels": {"app": "other"}}}
    assert template_hash(other) != template_hash(TEMPLATE)
    assert template_hash(TEMPLATE, 1) != template_hash(TEMPLATE)


def test_only_safe_letters_are_used():
    hashes = {template_hash({"n": n}) for n in range(200)}
    assert set("".join(hashes)) == set("456789bcdf")
    assert {len(text) for text in hashes} <= {7, 8, 9, 10}
