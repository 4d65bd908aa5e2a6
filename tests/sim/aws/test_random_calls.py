"""Whatever the SDK would send to EC2 and what stands on it is done or refused."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.sim.errors import Refusal
from clusters.sim.registry import operations
from tests.examples import examples
from tests.sim.aws import shapes
from tests.sim.aws.cloud import IMAGE, Cloud, a_cloud

pytestmark = pytest.mark.property

SERVICES = ("ec2", "autoscaling", "cloudformation", "ssm")
ACTIONS = [name for name in operations if name.split(":")[0] in SERVICES]
DEEPEST = 5
BODY = "Resources: {V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}}"
WORDS = [
    "", "web", "net", "$Latest", "1", "0.0.0.0/0", "172.31.250.0/24", "10.0.0.0/16",
    "us-west-2a", IMAGE, "t3.micro", "tcp", "-1", "tag:Name", "vpc-id", "aGVsbG8=",
    "enableDnsSupport", BODY, "Resources: {", "é\x00", "arn:aws:iam::1:role/x",
]  # fmt: skip


def ids(cloud: Cloud) -> list[str]:
    """Names of things that are there."""
    kinds = ("ec2.", "autoscaling.Auto", "cloudformation.ChangeSet")
    return sorted(
        {key.name for key, _ in cloud.world.documents() if key.kind.startswith(kinds)}
    )


PLAIN = {
    "boolean": st.booleans(),
    "integer": st.sampled_from([0, 1, 2, 5, 443, 70_000, -1]),
    "long": st.sampled_from([0, 1, 70_000, -1]),
    "float": st.just(1.0),
    "double": st.just(1.0),
    "timestamp": st.just(1.0),
    "blob": st.just("aGVsbG8="),
}


def value(draw: Any, shape: Any, known: list[str], depth: int = 0) -> Any:
    """Something of this shape."""
    if shape.type_name == "structure":
        return structure(draw, shape, known, depth)
    if shape.type_name == "list":
        number = draw(st.integers(1, 2)) if depth < DEEPEST else 0
        return [value(draw, shape.member, known, depth + 1) for _ in range(number)]
    words = getattr(shape, "enum", None) or [*known, *WORDS]
    return draw(PLAIN.get(shape.type_name, st.sampled_from(words)))


def structure(draw: Any, shape: Any, known: list[str], depth: int) -> dict[str, Any]:
    found = {}
    for name, member in shape.members.items():
        asked = name in shape.required_members or (
            depth < DEEPEST and name != "DryRun" and draw(st.integers(0, 2)) == 0
        )
        if asked:
            found[name] = value(draw, member, known, depth + 1)
    return found


def lab() -> Cloud:
    """An account with a little of everything in it."""
    cloud = a_cloud()
    cloud.group()
    cloud.ec2("AllocateAddress")
    cloud.ec2("CreateSecurityGroup", GroupName="web", Description="web")
    cloud.cloudformation("CreateStack", StackName="net", TemplateBody=BODY)
    return cloud.later(20)


LAB = lab()


@settings(
    max_examples=examples(300),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_a_call_is_done_or_refused(data):
    cloud = Cloud(LAB.world, LAB.wall)
    for _ in range(data.draw(st.integers(1, 4))):
        action = data.draw(st.sampled_from(ACTIONS))
        shape = shapes.model(action).input_shape
        request = structure(data.draw, shape, ids(cloud), 0)
        with suppress(Refusal):
            cloud.do(action, request)
    cloud.later(300)
