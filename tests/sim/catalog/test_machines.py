from __future__ import annotations

import pytest

from clusters.sim.catalog import amis, instance_types


@pytest.mark.parametrize(
    ("name", "pods"),
    [
        ("t3.micro", 4),
        ("t3.small", 11),
        ("t3.medium", 17),
        ("t3.large", 35),
        ("t3.xlarge", 58),
        ("m5.large", 29),
        ("m5.4xlarge", 234),
        ("t4g.large", 35),
        ("g4dn.xlarge", 29),
    ],
)
def test_interfaces_and_their_addresses_bound_the_pods(name, pods):
    assert instance_types.TYPES[name].max_pods == pods


def test_each_kubernetes_version_has_a_node_image_per_architecture():
    for version in amis.RELEASES:
        for architecture in amis.ARCHITECTURES:
            image = amis.node_image("us-west-2", version, architecture)
            assert image.release == amis.RELEASES[version]
            assert f"-{version}-v" in image.name


def test_images_have_ids_of_their_own_in_each_region():
    found = {
        image.id
        for region in ("us-west-2", "us-east-1")
        for image in amis.images(region)
    }

    names = {image.name for image in amis.images("us-west-2")}
    assert len(found) == 2 * len(names)


def test_a_parameter_names_an_image_that_is_there():
    for path, value in amis.parameters("us-west-2").items():
        if path.endswith("image_id"):
            assert amis.find("us-west-2", value) is not None
