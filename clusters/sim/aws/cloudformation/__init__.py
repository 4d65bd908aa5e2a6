"""AWS CloudFormation: templates become stacks, resource by resource."""

from __future__ import annotations
