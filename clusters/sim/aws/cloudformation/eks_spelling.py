"""EKS's properties in a template's spelling, as its API takes them."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.cloudformation.resource_type import Properties, Work


def camel_case(value: Any) -> Any:
    """`EndpointPublicAccess` is endpointPublicAccess; tags are spelt elsewhere."""
    if isinstance(value, dict):
        return {
            member[:1].lower() + member[1:]: camel_case(entry)
            for member, entry in value.items()
            if member != "Tags"
        }
    if isinstance(value, list):
        return [camel_case(entry) for entry in value]
    return value


def tag_map(work: Work, properties: Properties) -> dict[str, str]:
    """Tags as EKS takes them: an object, without the marks that callers may not set."""
    return {tag["Key"]: tag.get("Value", "") for tag in work.own_tags(properties)}
