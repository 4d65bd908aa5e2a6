"""Patches on a live object, and what the server says to bad ones."""

from __future__ import annotations

import json

import pytest

from clusters.sim.kube import patching
from clusters.sim.kube.errors import BadRequest, KubeRefusal
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.schema import Repeated

DEPLOYMENT = Kind("apps/v1", "Deployment", "deployments")
LIVE = {"spec": {"replicas": 1, "template": {"spec": {"containers": [{"name": "a"}]}}}}


def apply(patch_type, body):
    return patching.apply_patch("1.35", DEPLOYMENT, LIVE, patch_type, body)


def judged(patch_type, body):
    out = apply(patch_type, body)
    return patching.judged("1.35", DEPLOYMENT, out, patch_type, body)


@pytest.mark.parametrize(
    ("patch_type", "body"),
    [
        (patching.MERGE_PATCH, {"spec": {"replicas": 3}}),
        (patching.STRATEGIC_MERGE_PATCH, {"spec": {"replicas": 3}}),
        (
            patching.JSON_PATCH,
            [{"op": "replace", "path": "/spec/replicas", "value": 3}],
        ),
    ],
)
def test_every_type_of_patch_scales_and_leaves_the_live_object_alone(patch_type, body):
    assert apply(patch_type, body)["spec"]["replicas"] == 3
    assert LIVE["spec"]["replicas"] == 1


def test_a_merge_patch_replaces_lists_and_deletes_by_null():
    body = {"spec": {"replicas": None, "template": {"spec": {"containers": []}}}}
    out = apply(patching.MERGE_PATCH, body)
    assert out == {"spec": {"template": {"spec": {"containers": []}}}}


@pytest.mark.parametrize("body", [[], "text", None, 3])
@pytest.mark.parametrize(
    "patch_type", [patching.MERGE_PATCH, patching.STRATEGIC_MERGE_PATCH]
)
def test_a_merge_patch_is_an_object(patch_type, body):
    with pytest.raises(BadRequest, match="error decoding patch"):
        apply(patch_type, body)


def test_a_json_patch_that_does_not_fit_is_invalid():
    with pytest.raises(KubeRefusal) as refused:
        apply(patching.JSON_PATCH, [{"op": "remove", "path": "/nope"}])
    assert refused.value.status == 422
    assert refused.value.code == "Invalid"
    assert refused.value.message == (
        "the server rejected our request due to an error in our request"
    )


def test_a_json_patch_may_not_be_endless():
    operation = {"op": "test", "path": "/spec/replicas", "value": 1}
    with pytest.raises(KubeRefusal) as refused:
        apply(patching.JSON_PATCH, [operation] * 10_001)
    assert refused.value.status == 413


def test_wrong_types_in_a_patch_are_invalid_and_quote_the_patch():
    with pytest.raises(KubeRefusal) as refused:
        judged(patching.STRATEGIC_MERGE_PATCH, {"spec": {"replicas": "x"}})
    assert refused.value.status == 422
    (cause,) = refused.value.details["causes"]
    assert cause["field"] == "patch"
    assert cause["message"] == (
        'Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32'
    )


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ({"template": "x"}, "cannot restore struct from: string"),
        ({"template": {"spec": {"containers": {}}}}, "cannot restore slice from map"),
        ({"template": {"metadata": {"labels": []}}}, "cannot restore map from slice"),
        (
            {"template": {"metadata": {"labels": {"a": 1}}}},
            "cannot convert int64 to string",
        ),
    ],
)
def test_the_converter_says_what_it_cannot_restore(spec, text):
    with pytest.raises(KubeRefusal) as refused:
        judged(patching.STRATEGIC_MERGE_PATCH, {"spec": spec})
    assert refused.value.details["causes"][0]["message"].endswith(f": {text}")


def test_wrong_types_in_a_merge_patch_quote_the_patched_object():
    with pytest.raises(KubeRefusal) as refused:
        judged(patching.MERGE_PATCH, {"spec": {"replicas": "x"}})
    (cause,) = refused.value.details["causes"]
    assert cause["message"].endswith(
        "json: cannot unmarshal string into Go struct field "
        "DeploymentSpec.spec.replicas of type int32"
    )


def test_unknown_fields_and_repeated_ones_are_found_in_a_patch():
    text = '{"spec": {"replica": 2, "paused": true, "paused": true}}'
    body = json.loads(text, object_pairs_hook=Repeated)
    found = judged(patching.STRATEGIC_MERGE_PATCH, body)
    assert found.unknown == [
        'unknown field "spec.replica"',
        'duplicate field "spec.paused"',
    ]
