"""What is done before the first request or task."""

from __future__ import annotations

import sys

from eksconsole import warm


def test_a_warm_process_has_met_what_announces_itself():
    warm.simulation()
    wanted = {"aws.eks.create_cluster", "controllers.etcd", "kube.kinds.pod"}
    assert {f"clusters.sim.{name}" for name in wanted} <= sys.modules.keys()


def test_a_warm_console_has_read_its_pages_and_templates():
    warm.pages()
    assert "clusters.console.pages.clusters" in sys.modules


def test_a_warm_console_knows_its_terminals_programs():
    warm.terminal()
    assert "clusters.terminal.programs.kubectl" in sys.modules
