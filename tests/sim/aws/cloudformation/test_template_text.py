from __future__ import annotations

import pytest

from clusters.sim.aws.cloudformation import template_text
from tests.sim.aws.refusing import refuses


def test_short_forms_become_long_ones():
    text = """
    Resources:
      A: !Ref Name
      B: !GetAtt Thing.Arn
      C: !Sub "${Name}-x"
      D: !Join [",", [!Ref Name, b]]
      E: !If [Big, 2, 1]
      F: !Condition Big
      G: !Sub [text, {Key: !Ref Name}]
    """
    assert template_text.loaded(text)["Resources"] == {
        "A": {"Ref": "Name"},
        "B": {"Fn::GetAtt": ["Thing", "Arn"]},
        "C": {"Fn::Sub": "${Name}-x"},
        "D": {"Fn::Join": [",", [{"Ref": "Name"}, "b"]]},
        "E": {"Fn::If": ["Big", "2", "1"]},
        "F": {"Condition": "Big"},
        "G": {"Fn::Sub": ["text", {"Key": {"Ref": "Name"}}]},
    }


def test_plain_numbers_and_dates_stay_the_text_they_are():
    text = "Version: 2012-10-17\nPort: 0443\nNumber: 012345678901\nYes: true\n1: one"

    assert template_text.loaded(text) == {
        "Version": "2012-10-17",
        "Port": "0443",
        "Number": "012345678901",
        "true": True,
        "1": "one",
    }


def test_json_is_read_too():
    assert template_text.loaded(' {"A": {"Ref": "B"}}') == {"A": {"Ref": "B"}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A: [1, 2", "Template format error: YAML not well-formed. (line 2, column 1)"),
        (
            "A:\n  - b\n c: d",
            "Template format error: YAML not well-formed. (line 3, column 2)",
        ),
        (
            '{"A": 1,\n "B": }',
            "Template format error: JSON not well-formed. (line 2, column 7)",
        ),
        ("- a\n- b", "Template format error: unsupported structure."),
        ("just text", "Template format error: unsupported structure."),
        ("", "Template format error: unsupported structure."),
        ("A: {B: }", "Template format error: [/A/B] 'null' values are not allowed"),
        ("A: &x [1]\nB: *x", "Template error: YAML aliases are not allowed"),
        ("A: " + "[" * 100 + "]" * 100, "Template format error: YAML not well-formed."),
        ('{"A": ' + "[" * 100 + "]" * 100 + "}", "the template is nested too deeply"),
        ('{"A": ' + "[" * 20_000, "Template format error: JSON not well-formed."),
        (
            "A: !!python/object/apply:os.system [ls]",
            "Template format error: YAML not well-formed.",
        ),
    ],
)
def test_what_is_not_well_formed_is_refused_with_its_place(text, message):
    with refuses("ValidationError", message):
        template_text.loaded(text)


def test_a_template_may_have_51200_bytes():
    with refuses("ValidationError", "less than or equal to 51200"):
        template_text.loaded("A: " + "x" * 51_200)
