"""IAM's refusals, with the codes and statuses of its service model."""

from __future__ import annotations

from clusters.sim.errors import Refusal


class NoSuchEntity(Refusal):
    def __init__(self, message: str) -> None:
        super().__init__("NoSuchEntity", message, 404)


class EntityAlreadyExists(Refusal):
    def __init__(self, message: str) -> None:
        super().__init__("EntityAlreadyExists", message, 409)


class DeleteConflict(Refusal):
    def __init__(self, message: str) -> None:
        super().__init__("DeleteConflict", message, 409)


class LimitExceeded(Refusal):
    def __init__(self, message: str) -> None:
        super().__init__("LimitExceeded", message, 409)


class MalformedPolicyDocument(Refusal):
    def __init__(self, message: str) -> None:
        super().__init__("MalformedPolicyDocument", message, 400)


class UnmodifiableEntity(Refusal):
    def __init__(self, message: str) -> None:
        super().__init__("UnmodifiableEntity", message, 400)


class InvalidInput(Refusal):
    def __init__(self, message: str) -> None:
        super().__init__("InvalidInput", message, 400)


class ValidationError(Refusal):
    def __init__(self, message: str) -> None:
        super().__init__("ValidationError", message, 400)
