"""Access policies as they hang on access entries."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.eks import access_entry
from clusters.sim.aws.eks.errors import (
    InvalidParameterException,
    ResourceNotFoundException,
)
from clusters.sim.catalog import access_policies
from clusters.sim.commands import Doc
from clusters.sim.world import Key, Reader


def check(view: Reader, cluster: Key, entry: Key, request: Doc) -> None:
    """Refuse a policy that does not exist, or where none can hang."""
    arn, scope = request["policyArn"], request["accessScope"]
    name = arn.removeprefix(access_policies.PREFIX)
    if name == arn or name not in access_policies.NAMES:
        text = f"The policyArn {arn} could not be found."
        raise ResourceNotFoundException(text, clusterName=cluster.name)
    doc = view.find(entry)
    if doc is not None and doc["type"] != access_entry.STANDARD:
        text = (
            "Access policies can only be associated with access entries of type "
            f"{access_entry.STANDARD}."
        )
        raise InvalidParameterException(text, clusterName=cluster.name)
    if (scope.get("type") == "namespace") != bool(scope.get("namespaces")):
        text = (
            "The accessScope must name namespaces when its type is namespace, "
            "and none when its type is cluster."
        )
        raise InvalidParameterException(text, clusterName=cluster.name)


def held(doc: Doc) -> list[dict[str, Any]]:
    """The policies of an entry, as the API shows them."""
    return [dict(policy) for policy in doc["_"]["policies"]]
