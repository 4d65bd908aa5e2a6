"""The ConfigMap aws-auth: good lines count, bad ones are named."""

from __future__ import annotations

from clusters.sim.kube import aws_auth
from tests.sim.toys import empty, written

CID = "c" * 32


def read(**data: str) -> aws_auth.Mappings:
    world = written(empty(), (aws_auth.key(CID), {"metadata": {}, "data": data}))
    return aws_auth.read(world, CID)


def test_roles_users_and_accounts():
    found = read(
        mapRoles="- rolearn: arn:R\n  username: r\n  groups: [a, b]\n",
        mapUsers="- userarn: arn:u\n  username: u\n",
        mapAccounts='- "111122223333"\n',
    )
    assert found.lines == (("arn:r", "r", ("a", "b")), ("arn:u", "u", ()))
    assert found.accounts == ("111122223333",)
    assert found.problems == ()


def test_a_bad_line_is_left_out_and_the_good_ones_stay():
    found = read(mapRoles="- rolearn: arn:r\n- username: x\n- just text\n")
    assert [line.arn for line in found.lines] == ["arn:r"]
    assert len(found.problems) == 2


def test_a_section_that_does_not_parse_leaves_the_others():
    found = read(mapRoles="- {rolearn", mapUsers="- userarn: arn:u\n")
    assert [line.arn for line in found.lines] == ["arn:u"]
    assert found.problems[0].startswith("mapRoles: ")


def test_without_the_config_map_nobody_is_mapped():
    assert aws_auth.read(empty(), CID) == aws_auth.NOTHING
