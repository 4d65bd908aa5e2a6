"""Field errors print their values as the cluster's version does."""

from __future__ import annotations

import pytest

from clusters.sim.kube import fields
from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import deployment

GO, JSON = 33, 34


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (fields.required("p"), "Required value"),
        (fields.required("p", "must be said"), "Required value: must be said"),
        (fields.invalid("p", "a b", "no blanks"), 'Invalid value: "a b": no blanks'),
        (fields.invalid("p", -1, "too small"), "Invalid value: -1: too small"),
        (fields.invalid("p", value=True, detail="no"), "Invalid value: true: no"),
        (fields.duplicate("p", "x"), 'Duplicate value: "x"'),
        (
            fields.unsupported("p", "x", ("A", "B")),
            'Unsupported value: "x": supported values: "A", "B"',
        ),
        (fields.forbidden("p", "not here"), "Forbidden: not here"),
        (fields.not_found("p", "data"), 'Not found: "data"'),
        (fields.too_long("p", 5), "Too long: may not be more than 5 bytes"),
    ],
)
@pytest.mark.parametrize("minor", [GO, JSON])
def test_the_sentence(problem, told, minor):
    assert fields.message(problem, minor) == told


def test_a_map_is_go_until_1_33_and_json_since():
    problem = fields.invalid("p", {"app": "b"}, "no")
    assert (
        fields.message(problem, GO) == 'Invalid value: map[string]string{"app":"b"}: no'
    )
    assert fields.message(problem, JSON) == 'Invalid value: {"app":"b"}: no'


def test_a_selector_in_go_syntax():
    assert fields.go_selector({"matchLabels": {"app": "x"}}) == (
        'v1.LabelSelector{MatchLabels:map[string]string{"app":"x"}, '
        "MatchExpressions:[]v1.LabelSelectorRequirement(nil)}"
    )


@pytest.mark.parametrize(
    ("version", "value"),
    [("1.33", 'map[string]string{"app":"other"}'), ("1.35", '{"app":"other"}')],
)
def test_a_selector_that_misses_its_template(version, value):
    text = (
        'Deployment.apps "web" is invalid: spec.template.metadata.labels: Invalid value: '
        f"{value}: `selector` does not match template `labels`"
    )
    body = deployment()
    template = {**body["spec"]["template"], "metadata": {"labels": {"app": "other"}}}
    cluster = Cluster(version)
    with refused("Invalid", text, 422) as caught:
        cluster.create("deployments.apps", deployment(template=template))
    details = caught.value.details
    assert details["kind"] == "Deployment"
    assert details["causes"][0]["field"] == "spec.template.metadata.labels"
    assert details["causes"][0]["reason"] == "FieldValueInvalid"
