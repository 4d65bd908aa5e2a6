"""A job's only way out: what it prints, and questions that its caller answers."""

from __future__ import annotations

import socket
from typing import Any, TypeAlias

from clusters.terminal.box import frames

Given: TypeAlias = dict[str, Any]
HELD_BACK = 8192
"""Letters that are sent together when a job prints in small pieces."""


class Talk:
    """Used in the child. What is printed arrives in the order of printing."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._held: list[tuple[str, str]] = []
        self._size = 0
        self.changed: dict[str, str | None] = {}
        """Files that the job wrote (None: removed), by path; written when it ends."""

    def out(self, text: str) -> None:
        """Print to standard output."""
        self._hold("out", text)

    def err(self, text: str) -> None:
        """Print to standard error."""
        self._hold("err", text)

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """What the caller's `answer` says to this."""
        self.flush()
        frames.send(self._channel, {"ask": question})
        answer: dict[str, Any] = frames.receive(self._channel)["answer"]
        return answer

    def flush(self) -> None:
        """Send what is held back."""
        held, self._held, self._size = self._held, [], 0
        for kind, text in held:
            frames.send(self._channel, {kind: text})

    def fault(self, trace: str) -> None:
        """Tell of an error that is nobody's who types."""
        self.flush()
        frames.send(self._channel, {"fault": trace})

    def end(self, code: int) -> None:
        """The last word."""
        self.flush()
        frames.send(self._channel, {"end": code, "changed": self.changed})

    def _hold(self, kind: str, text: str) -> None:
        if not text:
            return
        if self._held and self._held[-1][0] == kind:
            text = self._held.pop()[1] + text
        self._held.append((kind, text))
        self._size = len(text)
        if self._size >= HELD_BACK:
            self.flush()
