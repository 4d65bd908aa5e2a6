"""Whatever a slip of the pen makes of a template, it is refused or it fails in peace."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.sim.aws.cloudformation import template_text
from clusters.sim.catalog import templates
from clusters.sim.errors import Refusal
from tests.examples import examples
from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.cloudformation.test_foreign_templates import THREE_TIER, WEB_SERVER

pytestmark = pytest.mark.property

WHOLE = [
    THREE_TIER,
    template_text.loaded(WEB_SERVER),
    template_text.loaded(templates.read("eks-vpc.yaml")),
]
SLIPS: list[Any] = [
    {}, [], "", 5, -3, True, "x", ["a"], {"a": "b"},
    {"Ref": "VPC"}, {"Ref": "Nobody"}, {"Condition": "Nat"},
    {"Fn::If": ["Nat", "a", {"Ref": "AWS::NoValue"}]}, {"Fn::If": [{}, 1, 2]},
    {"Fn::Sub": "${VPC.Nothing}"}, {"Fn::Sub": [{}, {}]}, {"Fn::GetAtt": "VPC"},
    {"Fn::FindInMap": ["Blocks", "a", "b"]}, {"Fn::Join": [1, 2]},
    {"Fn::Select": ["x", []]}, {"Fn::Cidr": ["10.0.0.0/16", {}, 8]},
    {"Fn::Split": [{}, "a"]}, {"Fn::ImportValue": {"Ref": "VPC"}}, {"Fn::New": 1},
]  # fmt: skip
Path = tuple[Any, ...]


def paths(value: Any, here: Path = ()) -> list[Path]:
    """Where something stands in a template."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for name, inner in pairs:
        found.append((*here, name))
        if isinstance(inner, (dict, list)):
            found += paths(inner, (*here, name))
    return found


def slipped(whole: dict[str, Any], path: Path, slip: Any) -> str:
    """The template with one thing replaced, or left out."""
    data = copy.deepcopy(whole)
    place = data
    for name in path[:-1]:
        place = place[name]
    if slip is None:
        del place[path[-1]]
    else:
        place[path[-1]] = slip
    return json.dumps(data)


@settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.data())
def test_a_slip_is_refused_or_fails_in_peace(data):
    whole = data.draw(st.sampled_from(WHOLE))
    path = data.draw(st.sampled_from(paths(whole)))
    body = slipped(whole, path, data.draw(st.sampled_from([None, *SLIPS])))
    cloud = a_cloud()
    given = {"VpcId": cloud.vpc, "SubnetIds": ",".join(cloud.subnets)}

    with suppress(Refusal):
        cloud.cloudformation("GetTemplateSummary", TemplateBody=body)
    wanted = [
        {"ParameterKey": name, "ParameterValue": value}
        for name, value in given.items()
        if f'"{name}": {{"Type"' in body
    ]
    with suppress(Refusal):
        cloud.cloudformation(
            "CreateStack",
            StackName="web",
            TemplateBody=body,
            Parameters=wanted,
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
    cloud.later()
    left = cloud.cloudformation("DescribeStacks")["Stacks"]
    assert not any(stack["StackStatus"].endswith("IN_PROGRESS") for stack in left)
    cloud.cloudformation("DeleteStack", StackName="web")
    cloud.later()
    assert cloud.cloudformation("DescribeStacks")["Stacks"] == []
