from __future__ import annotations

import pytest

from clusters.sim.aws.cloudformation import intrinsics, template_text
from tests.sim.aws.refusing import refuses


class Names:
    """A scope with a few names in it."""

    def ref(self, name):
        return {"Name": "web", "List": ["a", "b", "c"], "Count": "3"}[name]

    def attribute(self, resource, name):
        return f"{resource}'s {name}"

    def condition(self, name):
        return {"Big": True, "Small": False}[name]

    def mapping(self, name):
        return {"us-west-2": {"ami": "ami-1"}} if name == "Images" else None

    def zones(self, region):
        return [f"{region or 'here'}-{letter}" for letter in "abc"]

    def imported(self, name):
        return f"imported {name}"


def value(text):
    return intrinsics.evaluated(template_text.loaded(f"V: {text}"), Names()).get(
        "V", "absent"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!Ref Name", "web"),
        ("!Ref AWS::NoValue", "absent"),
        ("!GetAtt Thing.Arn", "Thing's Arn"),
        ("!GetAtt Thing.Sub.Part", "Thing's Sub.Part"),
        ("{Fn::GetAtt: [Thing, Arn]}", "Thing's Arn"),
        ("!Sub '${Name}/${Thing.Arn}'", "web/Thing's Arn"),
        ("!Sub '${!Name} $Name'", "${Name} $Name"),
        ("!Sub ['${X}-${Name}', {X: !Ref Count}]", "3-web"),
        ("!Join ['-', [a, !Ref Name, true]]", "a-web-true"),
        ("!Join [',', !Ref List]", "a,b,c"),
        ("!Select [1, !Ref List]", "b"),
        ("!Select ['0', !GetAZs '']", "here-a"),
        ("!Split ['/', 'a/b']", ["a", "b"]),
        ("!If [Big, big, small]", "big"),
        ("!If [Small, big, !Ref 'AWS::NoValue']", "absent"),
        ("[!If [Small, a, !Ref 'AWS::NoValue'], b]", ["b"]),
        ("!Equals [!Ref Count, 3]", True),
        ("!And [!Condition Big, !Equals [1, 1]]", True),
        ("!And [!Condition Big, !Condition Small]", False),
        ("!Or [!Condition Small, !Condition Big]", True),
        ("!Not [!Condition Big]", False),
        ("!FindInMap [Images, us-west-2, ami]", "ami-1"),
        ("!Cidr [10.0.0.0/16, 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"]),
        ("!Select [3, !Cidr [192.168.0.0/16, 4, 14]]", "192.168.192.0/18"),
        ("!Base64 hello", "aGVsbG8="),
        ("!Base64 {'Fn::Sub': '${Name}'}", "d2Vi"),
        ("!ImportValue {'Fn::Sub': '${Name}-vpc'}", "imported web-vpc"),
        (
            "{Condition: {StringEquals: {a: b}}}",
            {"Condition": {"StringEquals": {"a": "b"}}},
        ),
        ("{A: 1, B: !Ref Name}", {"A": "1", "B": "web"}),
    ],
)
def test_what_a_function_comes_to(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "!Select [7, !Ref List]",
            "Fn::Select cannot select nonexistent value at index 7",
        ),
        (
            "!FindInMap [Images, eu-west-1, ami]",
            "Unable to get mapping for Images::eu-west-1::ami",
        ),
        ("!FindInMap [Nobody, a, b]", "Mapping named 'Nobody' is not present"),
        ("!Join [a]", "every Fn::Join object requires 2 parameters"),
        ("!Join [',', text]", "every Fn::Join object requires two parameters"),
        ("!If [Big]", "every Fn::If object requires 3 parameters"),
        ("!And [!Condition Big]", "a list of at least 2"),
        ("!Cidr [10.0.0.0/30, 9, 8]", "Fn::Cidr cannot cut 9 blocks"),
        ("!Cidr x", "Fn::Cidr"),
        ("!Sub [1]", "every Fn::Sub object requires 2 parameters"),
        ("!Sub ['${X}', text]", "Fn::Sub"),
        ("!Length [a]", "Unsupported function: Fn::Length"),
        ("!Join ['-', [!Ref List]]", "take values that are text"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(text, message):
    with refuses("ValidationError", message):
        value(text)


def test_a_condition_must_come_to_yes_or_no():
    assert intrinsics.holds("true", Names())
    with refuses(
        "ValidationError", "Every Conditions member must be a boolean function"
    ):
        intrinsics.holds("maybe", Names())
