"""The four getting-started steps, taken only by typing into the terminal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.stack import STEPS, Browser, Stack, running
from tests.e2e.typist import Typist, at_terminal

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis")]

CREATE = """\
ROLE=$(aws iam get-role --role-name eksClusterRole --query Role.Arn --output text)
SUBNETS=$(aws ec2 describe-subnets --query 'Subnets[].SubnetId' --output text)
aws eks create-cluster --name demo --role-arn $ROLE \\
  --resources-vpc-config subnetIds=$(echo $SUBNETS | tr ' ' ,) --query cluster.status
aws eks wait cluster-active --name demo"""
NODES = """\
aws eks create-nodegroup --cluster-name demo --nodegroup-name web --subnets $SUBNETS \\
  --node-role $(aws iam get-role --role-name AmazonEKSNodeRole \\
    --query Role.Arn --output text) --query nodegroup.status
aws eks wait nodegroup-active --cluster-name demo --nodegroup-name web"""
CONNECT = "aws eks update-kubeconfig --name demo"
DEPLOY = """\
kubectl apply -f samples/web.yaml
kubectl rollout status deployment/web --timeout=60s"""
PUBLIC = """\
kubectl apply -f - <<EOF
apiVersion: v1
kind: Service
metadata:
  name: web-public
spec:
  type: LoadBalancer
  selector:
    app: web
  ports:
  - port: 80
EOF"""
HOST = "kubectl get svc web-public -o jsonpath='{.status.loadBalancer.ingress[0].hostname}'"
LOOK = f"until {HOST} | grep -q . ; do sleep 1; done"
VISIT = f"curl -s --max-time 60 http://$({HOST})"
ANSWERED = "<title>Welcome to nginx!</title>"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="module")
def guest(stack: Stack) -> Browser:
    return Browser(stack).begin()


def state(browser: Browser) -> list[str]:
    """How the four steps stand, in their order."""
    steps = browser.steps()
    return [steps[step] for step in STEPS]


YOURS, NOT_YET = "You did this yourself", "Not begun"


@pytest.fixture
def typist(guest: Browser) -> Iterator[Typist]:
    with at_terminal(guest) as found:
        yield found


def test_a_guest_takes_the_four_steps_on_the_page(guest, typist):
    assert state(guest) == [NOT_YET] * 4

    assert typist.ok(CREATE) == '"CREATING"\n'
    assert state(guest) == [YOURS] + [NOT_YET] * 3

    assert typist.ok(NODES) == '"CREATING"\n'
    assert state(guest)[:2] == [YOURS] * 2

    assert "Added new context" in typist.ok(CONNECT)
    rows = typist.ok("kubectl get nodes --no-headers").splitlines()
    assert [row.split()[1] for row in rows] == ["Ready"] * 2
    assert state(guest)[:3] == [YOURS] * 3

    assert "successfully rolled out" in typist.ok(DEPLOY)
    assert state(guest) == [YOURS] * 4

    assert typist.ok(PUBLIC) == "service/web-public created\n"
    typist.ok(LOOK)
    assert ".elb.amazonaws.com" in typist.ok("kubectl get svc")
    assert ANSWERED in typist.ok(VISIT)


def test_a_command_line_types_into_the_same_terminal(stack, guest):
    said = stack.manage("terminal", "--sandbox", guest.sandbox, "kubectl get deploy")

    assert said.splitlines()[1].split()[:2] == ["web", "3/3"]


@pytest.mark.proof
def test_without_a_page_the_four_steps_are_taken_too(stack):
    name = stack.manage("sandbox", "new", "--speed", "instant").strip()
    lines = (CREATE, NODES, CONNECT, DEPLOY, PUBLIC, LOOK, "kubectl get svc", VISIT)

    said = stack.manage("terminal", "--sandbox", name, typed="\n".join(lines))

    assert "Added new context" in said
    assert 'deployment "web" successfully rolled out' in said
    assert ANSWERED in said
