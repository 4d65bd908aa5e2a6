"""ssh: where one stands, who lets one there, and what differs there."""

from __future__ import annotations

import pytest

from tests.terminal.lines import out, said


@pytest.fixture
def public(net):
    """A net whose nodes answer the internet on 22."""
    if not is_open(net):
        net.opened("22")
    return net


def is_open(net):
    groups = net.session.world().list("ec2.SecurityGroup")
    rules = next(doc["IpPermissions"] for key, doc in groups if key.name == net.group)
    return any(rule.get("FromPort") == 22 for rule in rules)


def test_a_security_group_decides_who_may_come(net):
    assert not is_open(net)
    found = said(net.session, f"ssh {net.instances[0]}")
    assert found.code == 255
    assert found.err.startswith(
        f"ssh: connect to host {net.instances[0]} port 22: Connection timed out\n"
        "No ingress rule of "
    )
    assert net.session.place == "laptop"


def test_one_stands_there_until_exit(public):
    session, there = public.session, public.instances[0]
    said(session, f"ssh ec2-user@{there}")
    assert session.place == there
    assert out(session, "whoami; hostname").startswith("ec2-user\nip-")
    assert said(session, "exit").out == f"logout\nConnection to {there} closed.\n"
    assert session.place == "laptop"
    assert out(session, "whoami; hostname") == "learner\nlaptop\n"


def test_one_line_there_does_not_move_the_learner(public):
    found = said(
        public.session, f"ssh {public.instances[0]} 'hostname; cd /tmp; exit 4'"
    )
    assert found.code == 4
    assert found.out.startswith("ip-")
    assert (public.session.place, public.session.folder) == ("laptop", "/home/learner")


def test_instances_are_reached_by_every_name_they_have(public):
    doc = next(
        d
        for k, d in public.session.world().list("ec2.Instance")
        if k.name == public.instances[0]
    )
    for name in (doc["PublicIpAddress"], doc["PublicDnsName"]):
        assert (
            out(public.session, f"ssh {name} hostname") == f"{doc['PrivateDnsName']}\n"
        )
    assert (
        "Connection timed out"
        in said(public.session, f"ssh {doc['PrivateIpAddress']}").err
    )
    found = said(public.session, f"ssh {doc['PrivateDnsName']}")
    assert "Could not resolve hostname" in found.err
    public.stand(public.instances[1])
    for name in (doc["PrivateIpAddress"], doc["PrivateDnsName"]):
        assert (
            out(public.session, f"ssh {name} hostname") == f"{doc['PrivateDnsName']}\n"
        )


def test_the_way_may_lead_over_another_instance(public):
    doc = next(
        d
        for k, d in public.session.world().list("ec2.Instance")
        if k.name == public.instances[1]
    )
    line = f"ssh -J {public.instances[0]} {doc['PrivateIpAddress']} hostname"
    assert out(public.session, line) == f"{doc['PrivateDnsName']}\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ssh root@{0}", "root@{0}: Permission denied (publickey"),
        ("ssh -p 2222 {0}", "Connection timed out"),
        (
            "ssh nosuch.example",
            "Could not resolve hostname nosuch.example: Name or service",
        ),
        ("ssh i-0000", "Could not resolve hostname i-0000"),
        ("ssh -p x {0}", "Bad port 'x'"),
        ("ssh", "usage: ssh"),
    ],
)
def test_refusals_are_worded_as_ssh_words_them(public, line, told):
    found = said(public.session, line.format(public.instances[0]))
    assert found.code == 255
    assert told.format(public.instances[0]) in found.err


def test_there_one_acts_as_the_instances_role(public):
    line = f"ssh {public.instances[0]} aws sts get-caller-identity --query Arn --output text"
    assert out(public.session, line).endswith(
        f"assumed-role/AmazonEKSNodeRole/{public.instances[0]}\n"
    )


def test_who_stands_on_an_instance_that_is_gone_is_told_so(public):
    public.stand("i-00000000000000000")
    assert "is not running any more" in said(public.session, "curl http://x").err
    assert said(public.session, "exit").out.startswith("logout\n")


def test_the_kubernetes_door_asks_whether_the_place_reaches_it(public):
    """A private endpoint: silence for the laptop, an answer for a node."""
    update = "aws eks update-cluster-config --name demo --resources-vpc-config endpointPublicAccess={},endpointPrivateAccess={}"
    out(public.session, update.format("false", "true"))
    assert "i/o timeout" in said(public.session, "kubectl get nodes").err
    found = said(public.session, f"ssh {public.instances[0]} kubectl get namespaces")
    assert 'User "system:node:ip-' in found.err
    out(public.session, update.format("true", "false"))
    assert said(public.session, "kubectl get nodes").code == 0
