from __future__ import annotations

import pytest

from clusters.sim.aws.cloudformation.property_schema import (
    BOOLEAN,
    INTEGER,
    JSON,
    TAG,
    TEXT,
    shaped,
)
from tests.sim.aws.refusing import refuses

SCHEMA = {
    "Name!": TEXT,
    "Port": INTEGER,
    "Open": BOOLEAN,
    "Groups": [TEXT],
    "Tags": [TAG],
    "Policy": JSON,
}


def test_texts_become_what_they_say():
    given = {"Name": True, "Port": "443", "Open": "True", "Groups": [1]}

    assert shaped(SCHEMA, given) == {
        "Name": "true",
        "Port": 443,
        "Open": True,
        "Groups": ["1"],
    }


def test_a_document_stays_as_it_is():
    for document in ("{}", {"Statement": [{"Effect": "Allow"}]}):
        assert shaped(SCHEMA, {"Name": "a", "Policy": document})["Policy"] == document


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Property Name cannot be empty."),
        ({"Name": ""}, "Property Name cannot be empty."),
        ({"Name": "a", "Colour": "b"}, "Encountered unsupported property Colour"),
        ({"Name": ["a"]}, "Value of property Name must be of type String"),
        (
            {"Name": "a", "Port": "many"},
            "Value of property Port must be of type Integer",
        ),
        (
            {"Name": "a", "Open": "maybe"},
            "Value of property Open must be of type Boolean",
        ),
        (
            {"Name": "a", "Groups": "b"},
            "Value of property Groups must be of type List of String",
        ),
        ({"Name": "a", "Tags": {}}, "Value of property Tags must be of type List"),
        ({"Name": "a", "Tags": ["b"]}, "Value of property Tags must be an object"),
        ({"Name": "a", "Tags": [{"Key": "b"}]}, "Property Value cannot be empty."),
        ({"Name": "a", "Policy": []}, "Value of property Policy must be an object"),
    ],
)
def test_what_has_another_shape_is_refused(given, message):
    with refuses("ValidationError", message):
        shaped(SCHEMA, given)
