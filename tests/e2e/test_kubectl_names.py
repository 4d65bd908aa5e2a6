"""No command of the real kubectl is forgotten: ours runs it, or says that it is not here."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest

from clusters.terminal.kubectl.command import commands
from tests.e2e.kube_server import kubectls

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]

GROUPS = (
    *("", "alpha", "apply", "auth", "certificate", "cluster-info", "config", "create"),
    *("create secret", "create service", "plugin", "rollout", "set", "top"),
)


def offered(group: str) -> Iterator[str]:
    """The commands below a word, as the newest kubectl here completes them."""
    words = [kubectls()[-1], "__complete", *group.split(), ""]
    env = {**os.environ, "KUBECONFIG": os.devnull}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=env)
    for line in done.stdout.splitlines():
        name, tab, _ = line.partition("\t")
        if tab:
            yield f"{group} {name}".strip()


@pytest.mark.parametrize("group", GROUPS)
def test_every_command_is_known(group):
    # What says of all below it that it is not here need not name them.
    above = commands.get(group)
    missing = [name for name in offered(group) if name not in commands]
    assert (above is not None and above.elsewhere) or missing == []


def test_the_list_is_the_real_one():
    assert {"get", "diff", "kustomize"} < set(offered(""))
    assert "config use-context" in offered("config")
