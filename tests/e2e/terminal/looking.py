"""Both kubectls look at the same objects, in one namespace."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.e2e.kube_server import kubectls
from tests.e2e.terminal.judge import Judge, shown
from tests.terminal import at_work

MANIFEST = Path(__file__).with_name("described.yaml")
LOOKS = 4
"""Between the two looks an age may grow by a letter, or a container start anew."""


@dataclass(frozen=True)
class Looking:
    """The judge where both read what one of them has made."""

    judge: Judge

    def agree(self, line: str, *, sorted_lines: bool = False) -> None:
        """Both print the same of what stands still long enough."""
        for _ in range(LOOKS):
            real, ours = self.judge.both(line)
            if sorted_lines:
                real, ours = (
                    type(one)(one.code, "".join(sorted(one.out.splitlines())), one.err)
                    for one in (real, ours)
                )
            if real == ours:
                return
        differ = unified_diff(
            shown(real).splitlines(), shown(ours).splitlines(), "real", "ours", n=1
        )
        raise AssertionError("\n".join([f"kubectl {line}", *differ]))


def newest_only(judge: Judge) -> None:
    """The oldest kubectl words some things differently; ours follows the newest."""
    if judge.real.program != kubectls()[-1]:
        pytest.skip("worded as by the newest kubectl")


def looking(judge: Judge, *, filled: bool = True) -> Looking:
    """Both at the real one's namespace, with the objects of the manifest."""
    space, door = judge.real.namespace, judge.ours.door
    if filled:
        text = MANIFEST.read_text().replace("NAMESPACE", space)
        judge.real.ok("apply", "-f", "-", stdin=text)
        judge.real.ok("rollout", "status", "deploy/web", "--timeout=25s")
        judge.real.ok("wait", "pod/plain", "--for=condition=Ready", "--timeout=25s")
    ours = at_work.terminal(door, judge.ours.session.loop, space)
    return Looking(Judge(judge.real, ours, space))
