"""curl: what answers from where one stands, and curl's words and codes for what not."""

from __future__ import annotations

from django.conf import settings

from tests.terminal.lines import out, said

TOKEN = (
    "TOKEN=$(curl -sX PUT http://169.254.169.254/latest/api/token "
    "-H 'X-aws-ec2-metadata-token-ttl-seconds: 60')"
)
ASK = 'curl -sH "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest'


def test_a_load_balancer_answers_the_laptop(app):
    host = app.of("svc lb .status.loadBalancer.ingress[0].hostname")
    assert "<h1>Welcome to nginx!</h1>" in out(app.session, f"curl -s http://{host}/")
    headers = out(app.session, f"curl -sI {host}/nope").splitlines()
    assert headers[0] == "HTTP/1.1 404 Not Found"
    assert headers[1].startswith("Server: nginx/")
    code = out(app.session, f"curl -s -o /dev/null -w '%{{http_code}}' {host}")
    assert code == "200"
    assert said(app.session, f"curl -sf {host}/nope").code == 22


def test_a_port_that_it_does_not_listen_on_times_out(app):
    host = app.of("svc lb .status.loadBalancer.ingress[0].hostname")
    found = said(app.session, f"curl -m 2 {host}:81")
    assert found.code == 28
    assert found.err.startswith(
        "curl: (28) Connection timed out after 2001 milliseconds\n"
    )


def test_a_node_port_answers_once_its_security_group_lets_it(app):
    port = app.of("svc np .spec.ports[0].nodePort")
    address = app.of(
        "nodes .items[0].status.addresses[?(@.type=='ExternalIP')].address"
    )
    found = said(app.session, f"curl {address}:{port}")
    assert found.code == 28
    assert "No ingress rule of" in found.err
    app.opened(port)
    assert "nginx" in out(app.session, f"curl -s {address}:{port}")
    assert "nginx" in out(app.session, f"curl -sk http://{address}:{port}")
    found = said(app.session, f"curl https://{address}:{port}")
    assert (found.code, "wrong version number" in found.err) == (35, True)


def test_what_is_private_answers_inside_alone(app):
    address = app.of("svc np .spec.clusterIP")
    pod = app.of("pods .items[0].status.podIP")
    assert said(app.session, f"curl {address}").code == 28
    assert "you stand on your laptop" in said(app.session, f"curl {pod}").err
    app.stand(app.instances[0])
    assert "nginx" in out(app.session, f"curl -s {address}")
    assert "nginx" in out(app.session, f"curl -s {pod}")
    refused = said(app.session, f"curl {pod}:8080")
    assert (refused.code, "does not listen on 8080" in refused.err) == (7, True)


def test_nobody_behind_a_service_is_told_as_each_door_tells_it(app):
    out(app.session, "kubectl scale deploy/web --replicas 0")
    host = app.of("svc lb .status.loadBalancer.ingress[0].hostname")
    found = said(app.session, f"curl {host}")
    assert (found.code, found.err.splitlines()[0]) == (
        52,
        "curl: (52) Empty reply from server",
    )
    address = app.of("svc np .spec.clusterIP")
    app.stand(app.instances[0])
    found = said(app.session, f"curl {address}")
    assert found.code == 7
    assert "No Pod with the labels app=web is ready" in found.err
    app.stand("laptop")
    out(app.session, "kubectl scale deploy/web --replicas 1")


def test_the_clusters_endpoint_answers_whoever_asks(net):
    url = f"{settings.KUBE_URL}/k8s/us-west-2/"
    url += net.session.world().list("eks.Cluster")[0][1]["_"]["id"]
    assert out(net.session, f"curl -sk {url}/healthz") == "ok"
    assert '"major":"1"' in out(net.session, f"curl -sk {url}/version")
    assert "system:anonymous" in out(net.session, f"curl -sk {url}/api/v1/pods")
    found = said(net.session, f"curl {url}/version")
    assert found.code == 60
    assert "unable to get local issuer certificate" in found.err


def test_an_instance_has_its_metadata_and_its_roles_credentials(net):
    assert said(net.session, "curl -m 1 http://169.254.169.254/").code == 28
    net.stand(net.instances[0])
    assert "401 - Unauthorized" in out(
        net.session, "curl -s http://169.254.169.254/latest/"
    )
    line = (
        f"{TOKEN}; {ASK}/meta-data/instance-id; echo; {ASK}/meta-data/placement/region"
    )
    assert out(net.session, line) == f"{net.instances[0]}\nus-west-2"
    line = f"{TOKEN}; R=$({ASK}/meta-data/iam/security-credentials/); echo $R"
    assert out(net.session, line) == "AmazonEKSNodeRole\n"
    line = f"{ASK}/meta-data/iam/security-credentials/$R | jq -r .AccessKeyId"
    assert out(net.session, line).startswith("ASIA")
    assert "404 - Not Found" in out(net.session, f"{ASK}/meta-data/nothing")


def test_a_token_of_another_instance_is_worth_nothing(net):
    net.stand(net.instances[0])
    out(net.session, TOKEN)
    net.stand(net.instances[1])
    assert "401 - Unauthorized" in out(net.session, f"{ASK}/meta-data/instance-id")


def test_nothing_leaves_the_simulation(net):
    found = said(net.session, "curl https://example.com/")
    assert found.code == 6
    assert found.err.splitlines() == [
        "curl: (6) Could not resolve host: example.com",
        "Nothing leaves this simulation: only names that it made itself resolve here.",
    ]
    assert said(net.session, "curl localhost:8080").code == 7
    assert said(net.session, "curl http://127.0.0.1:22").code == 7
    assert said(net.session, "curl ftp://x").code == 1
    assert said(net.session, "curl 'http://[::1'").code == 3
    assert said(net.session, "curl file:///etc/passwd").code == 1
    assert said(net.session, "curl").code == 2


def test_what_is_asked_is_shown_on_demand(app):
    host = app.of("svc lb .status.loadBalancer.ingress[0].hostname")
    found = said(app.session, f"curl -sv -H 'X-A: b' {host} -o page; wc -l < page")
    assert "> GET / HTTP/1.1" in found.err
    assert "> X-A: b" in found.err
    assert "< HTTP/1.1 200 OK" in found.err
    assert int(found.out) > 10
