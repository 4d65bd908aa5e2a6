"""Durations of EC2, VPC, Auto Scaling and CloudFormation, in simulated seconds."""

from __future__ import annotations

from clusters.sim.catalog.timings import Timing

_LOGS = "totals in public Terraform and eksctl logs"
_INFERRED = "inferred: fits the totals in public Terraform and CloudFormation logs"
_SEEN = "2026-08"

INSTANCE_PENDING = Timing(5, 0.3, _INFERRED, _SEEN, published=False)
INSTANCE_STATUS_CHECKS = Timing(90, 0.3, _INFERRED, _SEEN, published=False)
INSTANCE_SHUTTING_DOWN = Timing(45, 0.3, _INFERRED, _SEEN, published=False)
INSTANCE_STOPPING = Timing(30, 0.3, _INFERRED, _SEEN, published=False)
NAT_GATEWAY_PENDING = Timing(105, 0.15, _LOGS, _SEEN)
NAT_GATEWAY_DELETING = Timing(60, 0.3, _LOGS, _SEEN)
TERMINATED_SHOWN = Timing(3600, 0.0, "EC2 user guide: visible for about an hour", _SEEN)
SCALING_GAP = Timing(1, 0.3, _INFERRED, _SEEN, published=False)
SCALING_RETRY = Timing(60, 0.1, _INFERRED, _SEEN, published=False)
SCALING_DELETE = Timing(15, 0.3, _LOGS, _SEEN)

STACK_RESOURCE = Timing(4, 0.5, _INFERRED, _SEEN, published=False)
"""A resource that CloudFormation has no need to wait for."""
STACK_GAP = Timing(0.5, 0.3, _INFERRED, _SEEN, published=False)
"""Between two resources that CloudFormation starts."""
STACK_SLOW_RESOURCES = {
    "AWS::EC2::VPC": Timing(12, 0.2, _INFERRED, _SEEN, published=False),
    "AWS::EC2::InternetGateway": Timing(16, 0.2, _INFERRED, _SEEN, published=False),
    "AWS::EC2::EIP": Timing(15, 0.2, _INFERRED, _SEEN, published=False),
    "AWS::EC2::RouteTable": Timing(11, 0.2, _INFERRED, _SEEN, published=False),
    "AWS::IAM::Role": Timing(17, 0.2, _INFERRED, _SEEN, published=False),
    "AWS::IAM::InstanceProfile": Timing(70, 0.2, _INFERRED, _SEEN, published=False),
}
