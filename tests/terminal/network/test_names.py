"""nslookup, dig and host: names resolve by where one stands."""

from __future__ import annotations

import pytest

from tests.terminal.lines import out, said


def instance(net, place=0):
    found = net.session.world().list("ec2.Instance")
    return next(doc for key, doc in found if key.name == net.instances[place])


def test_a_public_name_is_private_inside_its_vpc(net):
    doc = instance(net)
    assert (
        out(net.session, f"dig +short {doc['PublicDnsName']}")
        == f"{doc['PublicIpAddress']}\n"
    )
    net.stand(net.instances[1])
    assert (
        out(net.session, f"dig +short {doc['PublicDnsName']}")
        == f"{doc['PrivateIpAddress']}\n"
    )


def test_a_private_name_resolves_inside_alone(net):
    doc = instance(net)
    found = said(net.session, f"host {doc['PrivateDnsName']}")
    assert found.code == 1
    assert found.out == f"Host {doc['PrivateDnsName']} not found: 3(NXDOMAIN)\n"
    net.stand(net.instances[1])
    assert out(net.session, f"host {doc['PrivateDnsName']}") == (
        f"{doc['PrivateDnsName']} has address {doc['PrivateIpAddress']}\n"
    )


def test_a_load_balancers_name_resolves_anywhere(app):
    name = app.of("svc lb .status.loadBalancer.ingress[0].hostname")
    found = out(app.session, f"nslookup {name}")
    assert found.startswith(
        "Server:\t\t127.0.0.53\nAddress:\t127.0.0.53#53\n\nNon-authoritative"
    )
    assert f"Name:\t{name}\nAddress: 198.51.100." in found


def test_names_of_services_are_coredns_own(app):
    name, dns = (
        "np.default.svc.cluster.local",
        app.of("svc -n kube-system kube-dns .spec.clusterIP"),
    )
    address = app.of("svc np .spec.clusterIP")
    assert said(app.session, f"nslookup {name}").code == 1
    app.stand(app.instances[0])
    assert (
        "on a node ask it by its address" in said(app.session, f"nslookup {name}").err
    )
    assert out(app.session, f"dig +short @{dns} {name}") == f"{address}\n"
    assert f"Name:\t{name}\nAddress: {address}\n" in out(
        app.session, f"nslookup {name} {dns}"
    )


def test_a_server_that_does_not_answer_is_told_so(net):
    found = said(net.session, "nslookup np.default.svc.cluster.local 10.100.0.10")
    assert found.code == 1
    assert "no servers could be reached" in found.err
    assert said(net.session, "dig @10.100.0.10 x").code == 9


def test_the_endpoints_name_is_private_inside_where_so_set(net):
    world = net.session.world()
    cluster = world.list("eks.Cluster")[0][1]["_"]["id"]
    name = f"{cluster}.gr7.us-west-2.eks.amazonaws.com"
    public = out(net.session, f"dig +short {name}").split()
    assert all(address.startswith("198.51.100.") for address in public)
    update = "aws eks update-cluster-config --name demo --resources-vpc-config endpointPrivateAccess={}"
    out(net.session, update.format("true"))
    net.stand(net.instances[0])
    assert all(
        a.startswith("172.31.") for a in out(net.session, f"dig +short {name}").split()
    )
    net.stand("laptop")
    out(net.session, update.format("false"))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("example.com", "Nothing leaves this simulation"),
        (
            "eks.us-west-2.amazonaws.com",
            "AWS's services are asked with the program `aws`",
        ),
        ("x.internal", "Private names resolve inside their VPC only"),
    ],
)
def test_a_name_without_answer_is_followed_by_why(net, name, why):
    found = said(net.session, f"nslookup {name}")
    assert found.out.endswith(f"** server can't find {name}: NXDOMAIN\n\n")
    assert why in found.err
    assert said(net.session, f"dig {name}").out.count("NXDOMAIN") == 1


def test_a_pod_asks_coredns_and_reaches_services_by_name(app):
    cluster = app.session.world().list("eks.Cluster")[0][1]["_"]["id"]
    pod = app.of("pods .items[0].metadata.name")
    address = app.of("svc np .spec.clusterIP")
    app.stand(f"pod/{cluster}/default/{pod}")
    assert out(app.session, "hostname") == f"{pod}\n"
    assert out(app.session, "dig +short np") == f"{address}\n"
    assert out(app.session, "dig +short np.default.svc.cluster.local") == f"{address}\n"
    assert "nginx" in out(app.session, "curl -s http://np.default")
    assert (
        said(app.session, "dig nosuch.default.svc.cluster.local").out.count("NXDOMAIN")
        == 1
    )
    reached = said(app.session, "curl -sk https://kubernetes.default.svc/version")
    assert (reached.code, '"major"' in reached.out) == (0, True), reached
