"""kubectl get as the real one prints it."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]


@pytest.mark.parametrize(
    "line",
    [
        "get nodes",
        "get nodes -o wide",
        "get pods",
        "get pods -A",
        "get ns",
        "get pod nobody",
        "get unicorns",
        "get",
        "get pods --foo",
    ],
)
def test_it_prints_what_the_real_one_prints(judge, line):
    judge.same(line)
