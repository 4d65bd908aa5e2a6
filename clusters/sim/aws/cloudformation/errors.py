"""CloudFormation's refusals."""

from __future__ import annotations

from clusters.sim.errors import Refusal


class ValidationError(Refusal):
    """The template, a parameter or the stack's state does not allow it."""

    def __init__(self, message: str) -> None:
        super().__init__("ValidationError", message)


class TemplateFormatError(ValidationError):
    """The template itself is at fault."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Template format error: {message}")


class TemplateError(ValidationError):
    """An intrinsic function cannot be evaluated."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Template error: {message}")


class AlreadyExistsException(Refusal):
    def __init__(self, message: str) -> None:
        super().__init__("AlreadyExistsException", message)


class InsufficientCapabilitiesException(Refusal):
    def __init__(self, capability: str) -> None:
        message = f"Requires capabilities : [{capability}]"
        super().__init__("InsufficientCapabilitiesException", message)


class ChangeSetNotFoundException(Refusal):
    def __init__(self, name: str) -> None:
        message = f"ChangeSet [{name}] does not exist"
        super().__init__("ChangeSetNotFound", message, 404)


class InvalidChangeSetStatusException(Refusal):
    def __init__(self, message: str) -> None:
        super().__init__("InvalidChangeSetStatus", message)
