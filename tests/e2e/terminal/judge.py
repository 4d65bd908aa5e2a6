"""The real kubectl and ours at the same cluster: they must print the same.

Each works in a namespace of its own; the two names are equally long, so columns agree.
What differs from run to run (ages, times, addresses, generated names) is masked.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass

from tests.e2e.kube_server import Kubectl
from tests.terminal.at_work import Terminal

AGE = r"(?:(?:\d+y)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+(?:\.\d+)?s)?)"
MASKS = (
    (r"kubectl\.1\.\d+", "kubectl"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", "TIME"),
    (r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", "TIME"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID"),
    (r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b *", "IP "),
    (r'(resourceVersion: )"\d+"', r"\1RV"),
    (r'("resourceVersion": ?)"\d+"', r"\1RV"),
    (r"(resourceVersion:)\d+", r"\1RV"),
    (rf"(?<![\w.-])(?=\d+[a-z]){AGE}(?![\w.-]) *", "AGE "),
    (
        r"(-[bcdfghjklmnpqrstvwxz2456789]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}\b *",
        "-RANDOM ",
    ),
    (r"\b(3\d{4})(/TCP|\b) *", r"NODEPORT\2 "),
)


@dataclass(frozen=True)
class Told:
    """What a kubectl printed, with what differs by chance masked."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Judge:
    """The two kubectls side by side, each in its namespace."""

    real: Kubectl
    ours: Terminal
    namespace: str

    def same(self, line: str, stdin: str | None = None) -> Told:
        """Run a line in both; they must agree. What they said."""
        real, ours = self.both(line, stdin)
        assert ours == real, (
            f"kubectl {line}\n--- real\n{shown(real)}--- ours\n{shown(ours)}"
        )
        return ours

    def both(self, line: str, stdin: str | None = None) -> tuple[Told, Told]:
        """What the real one says of a line, and what ours says."""
        words = shlex.split(line)
        said = self.real(*words, stdin=self._in(stdin or "", self.real.namespace))
        own = self.ours.kubectl(
            line, None if stdin is None else self._in(stdin, self.namespace)
        )
        return (
            self._masked(said.code, said.out, said.err),
            self._masked(own.code, own.out, own.err),
        )

    def _in(self, text: str, namespace: str) -> str:
        return text.replace("NAMESPACE", namespace)

    def _masked(self, code: int, out: str, err: str) -> Told:
        return Told(code, self.masked(out), self.masked(err))

    def masked(self, text: str) -> str:
        """The text without what differs by chance."""
        for own in (self.real.namespace, self.namespace):
            text = text.replace(own, "NAMESPACE")
        for pattern, name in MASKS:
            text = re.sub(pattern, name, text)
        return text


def shown(told: Told) -> str:
    return f"[{told.code}]\n{told.out}{told.err}\n"
