"""What user data says to nodeadm."""

from __future__ import annotations

from clusters.sim.catalog import node_config
from clusters.sim.catalog.node_config import parsed, written

PLAIN = """apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  cluster: {name: demo, apiServerEndpoint: "https://kube.test"}
"""


def test_what_is_written_is_read():
    text = written({"name": "demo"}, {"maxPods": 9}, ["--node-labels=a=1,b="])
    found = parsed(text)
    assert found.cluster == "demo"
    assert found.kubelet == {"maxPods": 9}
    assert found.labels == {"a": "1", "b": ""}


def test_it_need_not_be_mime():
    assert parsed(PLAIN).endpoint == "https://kube.test"


def test_later_configs_are_laid_over_earlier_ones():
    more = "---\napiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet: {config: {maxPods: 5}}\n"
    found = parsed(PLAIN + more)
    assert (found.cluster, found.kubelet) == ("demo", {"maxPods": 5})


def test_other_user_data_says_nothing_to_it():
    for text in ("", "#!/bin/sh\necho hi\n", "a: [", "MIME-Version: 1.0\n\nnothing"):
        assert parsed(text) is None


def test_the_parts_that_are_for_others_are_left_alone():
    script = (
        f"--{node_config.BOUNDARY}\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n"
    )
    text = written({"name": "demo"}, {}, [])
    mixed = text.replace(
        f"--{node_config.BOUNDARY}\n", f"{script}--{node_config.BOUNDARY}\n", 1
    )
    assert parsed(mixed).cluster == "demo"
