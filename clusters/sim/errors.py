"""Refusal: what the simulated cloud says when it will not do something."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """The service's own error: a code, its exact words and an HTTP status.

    Doors turn it into their dialect; nothing was changed when one is raised.
    `details` are further members of the error's body, in the service's spelling.
    """

    def __init__(
        self, code: str, message: str, status: int = 400, **details: Any
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.details = details
