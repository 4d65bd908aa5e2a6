"""A learner's account for tests of EC2 and what stands on it.

Each request and answer is held against the SDK's model on the way.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import Any

from clusters.sim import engine
from clusters.sim.catalog import amis
from clusters.sim.clock import Clock, Segment
from clusters.sim.commands import AwsCall, Caller, ClockCall, StartCall
from clusters.sim.tx import Change, Site, Told, Tx
from clusters.sim.world import Document, Key, World
from tests.sim.aws import shapes

NUMBER, REGION = "111122223333", "us-west-2"
START = 1_795_176_000.0
SITE = Site("https://kube.test", "Y2VydGlmaWNhdGU=")
IMAGE = amis.node_image(REGION, "1.35").id
NODE_ROLE = f"arn:aws:iam::{NUMBER}:role/AmazonEKSNodeRole"


@dataclass
class Cloud:
    """A World that calls and time move on, and all that changed on the way."""

    world: World
    wall: float = START
    changes: list[Change] = field(default_factory=list)

    def call(self, action: str, **request: Any) -> Any:
        """A call by the learner; refusals come out as they are."""
        shapes.check_request(action, request)
        return self.do(action, request)

    def do(self, action: str, request: dict[str, Any]) -> Any:
        """A call whose request only has the right types."""
        command = AwsCall(self.learner, action, request)
        if engine.only_reads(command):
            answer = engine.answer(self.world, command, self.wall, SITE)
        else:
            answer = self._do(command)
        shapes.check_answer(action, answer)
        return answer

    def _do(self, command: Any) -> Any:
        outcome = engine.execute(self.world, command, self.wall, SITE)
        self.world = outcome.world
        self.changes += outcome.changes
        return outcome.result

    def ec2(self, operation: str, **request: Any) -> Any:
        return self.call(f"ec2:{operation}", **request)

    def cloudformation(self, operation: str, **request: Any) -> Any:
        return self.call(f"cloudformation:{operation}", **request)

    def autoscaling(self, operation: str, **request: Any) -> Any:
        return self.call(f"autoscaling:{operation}", **request)

    def later(self, seconds: float = 3600.0) -> Cloud:
        """Simulated time passes."""
        self.wall += seconds
        more = True
        while more:
            outcome = engine.advance(self.world, self.wall, SITE)
            self.world, more = outcome.world, outcome.more
            self.changes += outcome.changes
        return self

    def at_once(self) -> Cloud:
        """From now on everything settles within the call."""
        self._do(ClockCall(mode="instant"))
        return self

    def change(self, key: Key, **members: Any) -> None:
        """Put members of a document, as something else in the account might."""
        tx = Tx(self.world, SITE)
        tx.now = self.world.clock.sim(self.wall)
        with tx.edit(key) as doc:
            doc.update(members)
        self.world = tx.world()

    @property
    def learner(self) -> Caller:
        user = self.need(Key("iam.User", "", "learner"))
        return Caller(NUMBER, user["Arn"], REGION, user["UserId"], "AKIAEXAMPLE")

    def need(self, key: Key) -> Document:
        doc = self.world.find(key)
        assert doc is not None, key
        return doc

    def told(self, component: str) -> list[Told]:
        found = [change.told for change in self.changes if change.told]
        return [told for told in found if told.component == component]

    # -- the default VPC ------------------------------------------------------

    @property
    def vpc(self) -> str:
        return str(self.ec2("DescribeVpcs")["Vpcs"][0]["VpcId"])

    @property
    def subnets(self) -> list[str]:
        """The default VPC's, in the order of their zones."""
        found = self.ec2("DescribeSubnets")["Subnets"]
        found.sort(key=lambda subnet: subnet["AvailabilityZone"])
        return [subnet["SubnetId"] for subnet in found]

    def free(self, subnet: str) -> int:
        found = self.ec2("DescribeSubnets", SubnetIds=[subnet])["Subnets"][0]
        return int(found["AvailableIpAddressCount"])

    # -- things that take several calls ---------------------------------------

    def small_subnet(self, block: str = "172.31.255.0/28") -> str:
        """One more subnet of the default VPC: eleven addresses to give."""
        made = self.ec2(
            "CreateSubnet",
            VpcId=self.vpc,
            CidrBlock=block,
            AvailabilityZone=f"{REGION}a",
        )
        return str(made["Subnet"]["SubnetId"])

    def launch_template(self, name: str = "web", **data: Any) -> str:
        given = {"ImageId": IMAGE, "InstanceType": "t3.medium", **data}
        made = self.ec2(
            "CreateLaunchTemplate", LaunchTemplateName=name, LaunchTemplateData=given
        )
        return str(made["LaunchTemplate"]["LaunchTemplateId"])

    def run(self, **request: Any) -> dict[str, Any]:
        """One t3.micro, or what the request says."""
        given = {"ImageId": IMAGE, "InstanceType": "t3.micro", **request}
        made = self.ec2("RunInstances", MinCount=1, MaxCount=1, **given)
        return dict(made["Instances"][0])

    def group(self, name: str = "web", **request: Any) -> None:
        given = {
            "MinSize": 1,
            "MaxSize": 4,
            "DesiredCapacity": 2,
            "VPCZoneIdentifier": ",".join(self.subnets),
            **request,
        }
        given = {member: value for member, value in given.items() if value is not None}
        if "LaunchTemplate" not in given:
            given["LaunchTemplate"] = {"LaunchTemplateId": self.launch_template(name)}
        self.autoscaling("CreateAutoScalingGroup", AutoScalingGroupName=name, **given)

    def members(self, name: str = "web") -> list[dict[str, Any]]:
        found = self.autoscaling(
            "DescribeAutoScalingGroups", AutoScalingGroupNames=[name]
        )
        return list(found["AutoScalingGroups"][0]["Instances"])

    def stack(self, name: str, body: str, **request: Any) -> dict[str, Any]:
        """Create a stack, let it come to rest, and describe it."""
        made = self.cloudformation(
            "CreateStack", StackName=name, TemplateBody=body, **request
        )
        self.later()
        return self.described(made["StackId"])

    def described(self, name: str) -> dict[str, Any]:
        found = self.cloudformation("DescribeStacks", StackName=name)
        return dict(found["Stacks"][0])

    def events(self, name: str) -> list[tuple[str, str]]:
        """(logical id, status) of a stack's events, oldest first."""
        found = self.cloudformation("DescribeStackEvents", StackName=name)[
            "StackEvents"
        ]
        return [(e["LogicalResourceId"], e["ResourceStatus"]) for e in reversed(found)]

    def reasons(self, name: str, status: str) -> list[str]:
        """Why resources of a stack got this status."""
        found = self.cloudformation("DescribeStackEvents", StackName=name)[
            "StackEvents"
        ]
        return [
            event.get("ResourceStatusReason", "")
            for event in found
            if event["ResourceStatus"] == status
        ]


@functools.cache
def _new() -> Cloud:
    clock = Clock("1x", (Segment(0.0, START, 1.0),))
    made = Cloud(World(1, clock))
    made._do(StartCall(NUMBER, REGION))
    return made


def a_cloud() -> Cloud:
    """As a learner gets it: a default VPC with a public subnet in each zone."""
    found = _new()
    return replace(found, changes=list(found.changes))
