"""What EKS says when it will not: one class per error of its API."""

from __future__ import annotations

from typing import ClassVar

from clusters.sim.errors import Refusal


class EksRefusal(Refusal):
    """An error of EKS; `about` are its members (clusterName, nodegroupName, …)."""

    http: ClassVar[int] = 400

    def __init__(self, message: str, **about: str | list[str]) -> None:
        super().__init__(type(self).__name__, message, self.http, **about)


class InvalidParameterException(EksRefusal):
    pass


class InvalidRequestException(EksRefusal):
    pass


class ResourceLimitExceededException(EksRefusal):
    pass


class UnsupportedAvailabilityZoneException(EksRefusal):
    pass


class BadRequestException(EksRefusal):
    """Of the tag operations only."""


class NotFoundException(EksRefusal):
    """Of the tag operations only."""

    http = 404


class ResourceNotFoundException(EksRefusal):
    http = 404


class ResourceInUseException(EksRefusal):
    http = 409


class NotSimulated(Refusal):
    """What the service offers and Halfplane does not simulate yet, by its name."""

    def __init__(self, what: str) -> None:
        text = f"{what} is not simulated by Halfplane yet."
        super().__init__("NotImplemented", text, 501)
