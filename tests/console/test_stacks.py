"""CloudFormation stacks: making one, watching it, changing it, and its end."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clusters.sim.world import Key

GROUP = """
Description: One group
Parameters:
  About: {Type: String, Default: mine, AllowedPattern: "[a-z]+"}
  Kind: {Type: String, AllowedValues: [a, b], Default: b}
  Secret: {Type: String, NoEcho: true, Default: hush}
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: !Ref About}
Outputs:
  Id: {Description: The group, Value: !GetAtt Group.GroupId}
"""
ROLE = """
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]
"""
FAILS = """
Resources:
  Fine: {Type: "AWS::EC2::SecurityGroup", Properties: {GroupDescription: x}}
  Broken:
    Type: AWS::EC2::Subnet
    DependsOn: Fine
    Properties: {VpcId: vpc-0, CidrBlock: 10.0.0.0/24}
"""


@pytest.fixture
def base(sandbox):
    return f"/s/{sandbox.id}"


@pytest.fixture
def create(owner, base):
    def send(body, name="one", **form):
        typed = {"body": body, "stackName": name, **form}
        return owner.post(f"{base}/create-stack/", typed)

    return send


@pytest.fixture
def page(owner, base):
    def look(path="stacks/one/"):
        return owner.get(f"{base}/{path}").content.decode()

    return look


def stack(world, name="one"):
    return world().find(Key("cloudformation.Stack", "us-west-2", name))


def test_without_stacks_the_page_says_where_to_begin(page):
    shown = page("stacks/")

    assert "No stack yet" in shown
    assert "create-stack/?template=eks-vpc.yaml" in shown


def test_a_pasted_template_is_asked_for_its_parameters(owner, base, world):
    answer = owner.post(f"{base}/create-stack/", {"body": GROUP})
    shown = answer.content.decode()

    assert answer.status_code == 200
    assert 'name="p-About"' in shown
    assert '<option value="b" selected>b</option>' in shown
    assert 'type="password"' in shown
    assert "hush" not in shown.replace("Default: hush", "")
    assert stack(world) is None


def test_an_uploaded_template_wins_over_the_text(owner, base):
    form = {"body": ROLE, "file": SimpleUploadedFile("t.yaml", GROUP.encode())}
    shown = owner.post(f"{base}/create-stack/", form).content.decode()

    assert 'name="p-About"' in shown


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", "Either Template URL or Template Body must be specified."),
        ("Resources: [", "Template format error"),
        ("Resources: {}", "At least one Resources member must be defined"),
        ("a: b", "Invalid template property or properties [a]"),
        (ROLE.replace("Allow", "!Ref B"), "Unresolved resource dependencies [B]"),
        ("Resources:\r\n\tA: 1", "Template format error"),
    ],
)
def test_a_template_that_is_none_is_refused_word_for_word(owner, base, body, told):
    answer = owner.post(f"{base}/create-stack/", {"body": body})

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_our_template_for_nodes_knows_the_cluster(owner, base, cluster, world):
    path = f"{base}/create-stack/?template=eks-nodes.yaml&cluster=demo"
    shown = owner.get(path).content.decode()
    vpc = world().find(cluster)["resourcesVpcConfig"]

    assert 'value="demo"' in shown
    assert f'<option value="{vpc["clusterSecurityGroupId"]}" selected>' in shown
    assert shown.count(" checked>subnet-") == len(vpc["subnetIds"])
    assert "The step that people forget" in shown


def test_the_nodes_of_the_template_join_once_their_role_is_let_in(
    owner, base, cluster, world
):
    vpc = world().find(cluster)["resourcesVpcConfig"]
    form = {
        "template": "eks-nodes.yaml",
        "stackName": "own-nodes",
        "capability": "CAPABILITY_IAM",
        "p-ClusterName": "demo",
        "p-ClusterControlPlaneSecurityGroup": vpc["clusterSecurityGroupId"],
        "p-VpcId": vpc["vpcId"],
        "p-Subnets": vpc["subnetIds"],
    }
    answer = owner.post(f"{base}/create-stack/", form)

    assert answer.status_code == 302
    assert stack(world, "own-nodes")["StackStatus"] == "CREATE_COMPLETE"
    nodes = owner.get(f"{base}/cluster/demo/nodes/").content.decode()
    assert "Instances that have not joined" in nodes
    assert "neither an access entry nor a line of aws-auth" in nodes


def test_a_stack_is_made_and_shows_what_it_made(create, page, world, base):
    assert create(GROUP, **{"p-About": "ours"})["Location"] == f"{base}/stacks/one/"
    shown = page()

    assert stack(world)["StackStatus"] == "CREATE_COMPLETE"
    assert "CREATE_COMPLETE" in shown
    assert "The group" in shown
    assert stack(world)["Outputs"][0]["OutputValue"] in shown
    assert "User Initiated" in shown
    assert "What failed first" not in shown
    assert "1 of 1 done" in shown


def test_the_list_shows_each_stack(create, page):
    create(GROUP)
    create(GROUP, name="two")
    shown = page("stacks/")

    assert shown.index("/stacks/two/") < shown.index("/stacks/one/")


@pytest.mark.parametrize(
    ("body", "form", "told"),
    [
        (GROUP, {"p-About": "9"}, "must match pattern [a-z]+"),
        (GROUP, {"p-Kind": "c"}, "must be one of AllowedValues"),
        (ROLE, {}, "Requires capabilities : [CAPABILITY_IAM]"),
        (GROUP, {"name": "1x"}, "failed to satisfy constraint"),
    ],
)
def test_a_refused_stack_keeps_what_was_typed(create, world, body, form, told):
    answer = create(body, **form)
    shown = answer.content.decode().replace("&#x27;", "'")

    assert answer.status_code == 422
    assert told in shown
    assert form.get("p-About", "") in shown
    assert world().list("cloudformation.Stack") == []


def test_a_name_that_is_taken_is_refused(create):
    create(GROUP)

    assert "Stack [one] already exists" in create(GROUP).content.decode()


def test_the_first_failure_is_named_and_what_to_do_next(create, page, world):
    create(FAILS)
    shown = page()

    assert stack(world)["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "What failed first: Broken (AWS::EC2::Subnet)" in shown
    assert shown.count("Failed first") == 1
    assert "can only be deleted" in shown
    assert "Still there" not in shown


def test_what_was_preserved_is_listed(create, page):
    create(FAILS, onFailure="DO_NOTHING")
    shown = page()

    assert "Still there" in shown
    assert "Fine (AWS::EC2::SecurityGroup): sg-" in shown


def test_a_change_is_previewed_then_executed(create, owner, base, page, world):
    create(GROUP, **{"p-Kind": "a"})
    before = stack(world)["Outputs"][0]["OutputValue"]

    form = {"act": "preview", "p-About": "theirs", "p-Kind": "a", "p-Secret": ""}
    assert owner.post(f"{base}/stacks/one/", form).status_code == 302

    (found,) = world().list("cloudformation.ChangeSet")
    name = found[1]["ChangeSetName"]
    shown = page()
    assert f"Change set {name}" in shown
    assert "Yes: a new one, then the old one goes" in shown
    assert stack(world)["_"]["values"]["About"] == "mine"

    owner.post(f"{base}/stacks/one/", {"act": "execute", "changeSet": name})
    assert stack(world)["_"]["values"]["About"] == "theirs"
    assert stack(world)["_"]["values"]["Secret"] == "hush"
    assert stack(world)["Outputs"][0]["OutputValue"] != before


def test_a_change_set_without_changes_can_only_be_dropped(
    create, owner, base, page, world
):
    create(GROUP)
    same = {"p-About": "mine", "p-Kind": "b", "p-Secret": ""}
    owner.post(f"{base}/stacks/one/", {"act": "preview", **same})

    assert "didn&#x27;t contain changes" in page()
    (found,) = world().list("cloudformation.ChangeSet")
    drop = {"act": "drop", "changeSet": found[1]["ChangeSetName"]}
    owner.post(f"{base}/stacks/one/", drop)
    assert world().list("cloudformation.ChangeSet") == []


def test_a_refused_preview_keeps_what_was_typed(create, owner, base):
    create(GROUP)
    form = {"act": "preview", "p-About": "9", "p-Kind": "b", "p-Secret": ""}
    answer = owner.post(f"{base}/stacks/one/", form)

    assert answer.status_code == 422
    assert 'name="p-About" type="text" value="9"' in answer.content.decode()


def test_a_stack_says_what_goes_with_it_and_is_deleted(
    create, owner, base, page, world
):
    create(GROUP)
    assert "Group (AWS::EC2::SecurityGroup)" in page()

    owner.post(f"{base}/stacks/one/", {"act": "delete"})
    assert stack(world) is None


def test_a_secret_is_never_shown(create, page):
    create(GROUP, **{"p-Secret": "swordfish"})

    assert "swordfish" not in page()
    assert "****" in page()


def test_scripts_in_a_template_are_text(create, page):
    create(GROUP.replace("One group", "<script>alert(1)</script>"))

    assert "<script>alert(1)" not in page() + page("stacks/")


def test_an_unknown_stack_and_an_unknown_act_are_not_found(create, owner, base):
    create(GROUP)

    assert owner.get(f"{base}/stacks/nope/").status_code == 404
    assert owner.post(f"{base}/stacks/one/", {"act": "explode"}).status_code == 404


def test_the_teacher_looks_and_strangers_find_nothing(create, cast, base):
    create(GROUP)
    path = f"{base}/stacks/one/"
    found = {who: client.get(path).status_code for who, client in cast.items()}

    assert found == {"owner": 200, "classmate": 404, "teacher": 200, "outsider": 404}


def test_only_the_owner_changes_stacks(create, cast, base, world):
    create(GROUP)
    for path, form in (
        ("stacks/one/", {"act": "delete"}),
        ("create-stack/", {"body": GROUP, "stackName": "two"}),
    ):
        codes = {
            who: client.post(f"{base}/{path}", form).status_code
            for who, client in cast.items()
            if who != "owner"
        }
        assert codes == {"classmate": 404, "teacher": 403, "outsider": 404}
    assert [key.name for key, _ in world().list("cloudformation.Stack")] == ["one"]
