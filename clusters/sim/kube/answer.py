"""What a write is answered with."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc


class Answer(dict[str, Any]):
    """The answer's document, with its HTTP status and warnings.

    `claims` are those of a token that the door signs and puts into `status.token`.
    """

    __slots__ = ("claims", "status", "warnings")

    def __init__(
        self,
        body: Doc,
        status: int = 200,
        *,
        warnings: tuple[str, ...] = (),
        claims: Doc | None = None,
    ) -> None:
        super().__init__(body)
        self.status = status
        self.warnings = warnings
        self.claims = claims

    def warned(self, warnings: tuple[str, ...]) -> Answer:
        """The same answer with these warnings too."""
        self.warnings += warnings
        return self


def success(**details: str) -> dict[str, Any]:
    """A Status that says so."""
    out: dict[str, Any] = {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Success",
    }
    told = {name: value for name, value in details.items() if value}
    return {**out, "details": told} if told else out
