"""Why a resource failed, in the words of stack events."""

from __future__ import annotations

from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx

SERVICES = {"EC2": "Ec2", "IAM": "Iam", "EKS": "Eks", "AutoScaling": "AutoScaling"}
OWN = ("ValidationError",)
CODES = {
    "NotFound": ("NotFound", "NoSuchEntity", "does not exist"),
    "AlreadyExists": ("AlreadyExists", "Duplicate", "ResourceInUse"),
    "ServiceLimitExceeded": ("LimitExceeded",),
    "AccessDenied": ("AccessDenied", "UnauthorizedOperation"),
}
PASSING = (
    "DependencyViolation",
    "DeleteConflict",
    "ResourceInUseException",
    "ResourceInUse",
    "InvalidIPAddress.InUse",
    "InvalidParameterValue.InUse",
)
"""Refusals of a deletion that may pass when others have gone."""


def passes(refusal: Refusal) -> bool:
    """Whether a deletion that was refused so is worth another try."""
    return refusal.code in PASSING


def reason(tx: Tx, kind: str, refusal: Refusal) -> str:
    """As the resource's handler reports the service's refusal."""
    parts = kind.split("::")
    service = SERVICES.get(parts[1]) if len(parts) > 1 else None
    if service is None or (refusal.code in OWN and service != "AutoScaling"):
        return refusal.message
    code = next(
        (
            name
            for name, marks in CODES.items()
            if any(mark in refusal.code or mark in refusal.message for mark in marks)
        ),
        "InvalidRequest",
    )
    return (
        f'Resource handler returned message: "{refusal.message} (Service: {service}, '
        f'Status Code: {refusal.status}, Request ID: {tx.rng.uuid()})" '
        f"(RequestToken: {tx.rng.uuid()}, HandlerErrorCode: {code})"
    )
