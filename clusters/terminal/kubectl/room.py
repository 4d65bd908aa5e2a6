"""How much a template may make: a short one can ask for more than there is memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from clusters.terminal.kubectl.errors import KubectlError

T = TypeVar("T")
LETTERS, STEPS = 4 << 20, 200_000
TOO_MUCH = "the template makes more than this terminal can hold; ask for less at once"


@dataclass
class Room:
    """What is left of one template's allowance."""

    letters: int = LETTERS
    steps: int = STEPS

    def text(self, text: str) -> str:
        """The same text, counted. Raises KubectlError."""
        self.letters -= len(text)
        if self.letters < 0:
            raise KubectlError(TOO_MUCH)
        return text

    def step(self) -> None:
        """Count one step. Raises KubectlError."""
        self.steps -= 1
        if self.steps < 0:
            raise KubectlError(TOO_MUCH)

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """The same things, counted. Raises KubectlError."""
        for thing in things:
            self.step()
            yield thing
