from __future__ import annotations

import pytest

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses


@pytest.fixture
def cloud():
    return a_cloud()


def versions(cloud, template, *wanted):
    request = {"Versions": list(wanted)} if wanted else {}
    found = cloud.ec2(
        "DescribeLaunchTemplateVersions", LaunchTemplateId=template, **request
    )
    return [
        (v["VersionNumber"], v["LaunchTemplateData"]["InstanceType"])
        for v in found["LaunchTemplateVersions"]
    ]


def another(cloud, template, size, **request):
    cloud.ec2(
        "CreateLaunchTemplateVersion",
        LaunchTemplateId=template,
        LaunchTemplateData={"InstanceType": size},
        **request,
    )


def test_a_template_has_versions_of_which_one_is_the_default(cloud):
    template = cloud.launch_template()
    another(cloud, template, "m5.large", SourceVersion="1")

    assert versions(cloud, template) == [(2, "m5.large"), (1, "t3.medium")]
    assert versions(cloud, template, "$Default") == [(1, "t3.medium")]
    assert versions(cloud, template, "$Latest") == [(2, "m5.large")]


def test_another_version_can_be_the_default(cloud):
    template = cloud.launch_template()
    another(cloud, template, "m5.large")

    cloud.ec2("ModifyLaunchTemplate", LaunchTemplateId=template, DefaultVersion="2")

    assert versions(cloud, template, "$Default") == [(2, "m5.large")]


def test_the_default_version_is_not_deleted(cloud):
    template = cloud.launch_template()
    another(cloud, template, "m5.large")

    answer = cloud.ec2(
        "DeleteLaunchTemplateVersions", LaunchTemplateId=template, Versions=["1", "2"]
    )

    (gone,) = answer["SuccessfullyDeletedLaunchTemplateVersions"]
    (kept,) = answer["UnsuccessfullyDeletedLaunchTemplateVersions"]
    assert (gone["VersionNumber"], kept["VersionNumber"]) == (2, 1)


def test_a_name_is_used_once(cloud):
    cloud.launch_template("web")

    with refuses("InvalidLaunchTemplateName.AlreadyExistsException"):
        cloud.launch_template("web")


def test_a_template_is_named_in_one_way(cloud):
    with refuses("MissingParameter"):
        cloud.ec2("DeleteLaunchTemplate")


def test_a_deleted_template_is_gone(cloud):
    template = cloud.launch_template("web")

    cloud.ec2("DeleteLaunchTemplate", LaunchTemplateName="web")

    assert cloud.ec2("DescribeLaunchTemplates")["LaunchTemplates"] == []
    with refuses("InvalidLaunchTemplateId.NotFound", f"with template ID {template},"):
        versions(cloud, template)


def test_an_unknown_version_is_refused(cloud):
    template = cloud.launch_template()

    with refuses("InvalidLaunchTemplateId.VersionNotFound"):
        versions(cloud, template, "7")
