from __future__ import annotations

from tests.sim.aws.cloud import IMAGE, a_cloud
from tests.sim.aws.refusing import refuses

PATH = (
    "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended"
)


def test_a_public_parameter_names_the_node_image():
    found = a_cloud().call("ssm:GetParameter", Name=f"{PATH}/image_id")["Parameter"]

    assert found["Value"] == IMAGE
    assert found["DataType"] == "aws:ec2:image"


def test_an_unknown_parameter_is_refused():
    with refuses("ParameterNotFound"):
        a_cloud().call("ssm:GetParameter", Name="/mine")


def test_of_several_the_unknown_ones_are_named():
    found = a_cloud().call(
        "ssm:GetParameters", Names=[f"{PATH}/release_version", "/mine"]
    )

    assert found["Parameters"][0]["Value"] == "1.35.6-20260714"
    assert found["InvalidParameters"] == ["/mine"]


def test_a_path_lists_what_is_right_below_it():
    found = a_cloud().call("ssm:GetParametersByPath", Path=PATH)["Parameters"]

    assert [p["Name"].rsplit("/", 1)[1] for p in found] == [
        "image_id",
        "image_name",
        "release_version",
    ]
