"""The typed decoder: what it drops, what it cannot read, and how it says so."""

from __future__ import annotations

import json

import pytest

from clusters.sim.kube.openapi import published
from clusters.sim.kube.openapi.structs import group_version
from clusters.sim.kube.schema import Repeated, check

VERSIONS = ("1.33", "1.34", "1.35")


def deployment(**spec):
    return check("1.35", "apps/v1", "Deployment", {"spec": spec})


def container(**fields):
    return deployment(template={"spec": {"containers": [fields]}})


def test_unknown_fields_are_named_by_their_path_and_dropped():
    found = deployment(
        replica=2, template={"spec": {"containers": [{"name": "c", "imagee": "x"}]}}
    )
    assert found.unknown == [
        'unknown field "spec.replica"',
        'unknown field "spec.template.spec.containers[0].imagee"',
    ]
    assert found.body == {
        "spec": {"template": {"spec": {"containers": [{"name": "c"}]}}}
    }


def test_names_said_twice_are_reported():
    text = '{"spec": {"replicas": 1, "paused": true, "replicas": 2}}'
    body = json.loads(text, object_pairs_hook=Repeated)
    found = check("1.35", "apps/v1", "Deployment", body)
    assert found.unknown == ['duplicate field "spec.replicas"']
    assert found.body["spec"]["replicas"] == 2


def test_what_go_always_has_is_empty_rather_than_missing():
    subjects = [None, {"kind": "User"}]
    body = {"subjects": subjects}
    found = check("1.35", "rbac.authorization.k8s.io/v1", "RoleBinding", body)
    assert found.body == {
        "subjects": [{"kind": "", "name": ""}, {"kind": "User", "name": ""}],
        "roleRef": {"apiGroup": "", "kind": "", "name": ""},
    }
    assert deployment(selector=None).body["spec"] == {
        "template": {},
    }


def test_nulls_are_as_good_as_nothing():
    body = {"metadata": {"creationTimestamp": None, "labels": {"a": None}}}
    found = check("1.35", "apps/v1", "Deployment", body)
    assert found.body == {"metadata": {"labels": {"a": ""}}}
    assert not found.wrong


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (
            deployment(replicas="three"),
            (
                "json: cannot unmarshal string into Go struct field "
                "DeploymentSpec.spec.replicas of type int32"
            ),
        ),
        (
            deployment(replicas=1.5),
            (
                "json: cannot unmarshal number 1.5 into Go struct field "
                "DeploymentSpec.spec.replicas of type int32"
            ),
        ),
        (
            deployment(replicas=2**31),
            (
                "json: cannot unmarshal number 2147483648 into Go struct field "
                "DeploymentSpec.spec.replicas of type int32"
            ),
        ),
        (
            deployment(paused="yes"),
            (
                "json: cannot unmarshal string into Go struct field "
                "DeploymentSpec.spec.paused of type bool"
            ),
        ),
        (
            container(env=[{"name": "A", "value": 1}]),
            (
                "json: cannot unmarshal number into Go struct field "
                "EnvVar.spec.template.spec.containers.env.value of type string"
            ),
        ),
        (
            container(command="sleep"),
            (
                "json: cannot unmarshal string into Go struct field "
                "Container.spec.template.spec.containers.command of type []string"
            ),
        ),
        (
            deployment(template=[]),
            (
                "json: cannot unmarshal array into Go struct field "
                "DeploymentSpec.spec.template of type v1.PodTemplateSpec"
            ),
        ),
        (
            container(resources={"limits": ["1"]}),
            (
                "json: cannot unmarshal array into Go struct field "
                "ResourceRequirements.spec.template.spec.containers.resources.limits "
                "of type v1.ResourceList"
            ),
        ),
        (
            container(resources={"limits": {"memory": "1Gb"}}),
            (
                "quantities must match the regular expression "
                "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            ),
        ),
        (
            container(resources={"limits": {"memory": "1mm"}}),
            "unable to parse quantity's suffix",
        ),
        (
            container(readinessProbe={"httpGet": {"port": True}}),
            "json: cannot unmarshal bool into Go value of type int32",
        ),
    ],
)
def test_wrong_types_are_refused_in_gos_words(found, text):
    assert found.wrong == text


def test_labels_are_strings():
    body = {"metadata": {"labels": {"a": True}}}
    assert check("1.35", "v1", "Pod", body).wrong == (
        "json: cannot unmarshal bool into Go struct field "
        "ObjectMeta.metadata.labels of type string"
    )


def test_secrets_are_base64():
    assert check("1.35", "v1", "Secret", {"data": {"k": "aGk="}}).wrong == ""
    wrong = check("1.35", "v1", "Secret", {"data": {"k": "aGk!"}}).wrong
    assert wrong == "illegal base64 data at input byte 3"


def test_times_have_one_form():
    body = {"metadata": {"creationTimestamp": "yesterday"}}
    assert check("1.35", "v1", "Pod", body).wrong == (
        'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": '
        'cannot parse "yesterday" as "2006"'
    )


def test_quantities_may_be_numbers():
    found = container(resources={"limits": {"cpu": 2}})
    spec = found.body["spec"]["template"]["spec"]
    assert spec["containers"][0]["resources"]["limits"] == {"cpu": "2"}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_published_document_can_be_indexed(version):
    for path in published(version):
        known = group_version(version, path.partition("/")[2])
        assert known.kinds
        assert all(struct in known.structs for struct in known.kinds.values())


@pytest.mark.parametrize(
    ("group_version_name", "kind"),
    [
        ("autoscaling/v1", "Scale"),
        ("policy/v1", "Eviction"),
        ("authentication.k8s.io/v1", "TokenRequest"),
        ("v1", "DeleteOptions"),
    ],
)
def test_kinds_of_subresources_are_described_too(group_version_name, kind):
    assert not check("1.33", group_version_name, kind, {}).wrong
