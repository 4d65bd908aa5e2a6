"""kubectl create KIND and kubectl run as the real one has them."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]

GROUPS = {
    "run": (
        "run one --image=nginx",
        "run one --image=nginx",
        "run two --image=busybox --restart=Never --env=A=1 --labels=a=b --port=80 -- sleep 1",
        "run two --image=busybox --dry-run=client -o yaml --command -- sleep 1",
        "get pods two -o jsonpath={.spec.containers}",
        "run",
        "run x",
        "run x --image=Bad:Image:x",
        "run x --image=nginx --restart=Sometimes",
        "delete pod one two --now",
        "delete pod one --force --grace-period=0",
    ),
    "deployment": (
        "create deployment web --image=nginx --replicas=2 --port=80",
        "create deployment web --image=nginx",
        "create deploy two --image=nginx:1.27 --dry-run=client -o yaml",
        "get deploy web -o jsonpath={.spec}",
        "create deployment x",
        "create deployment",
        "create deployment a b --image=x",
    ),
    "batch": (
        "create job x --image=busybox --dry-run=client -o yaml -- date",
        "create job once",
        "create cronjob tick --image=b",
        "create cj t --image=b --schedule='* * * * *' --dry-run=client -o yaml -- date",
    ),
    "configmap": (
        "create cm a --from-literal=x=1 --from-literal=y=two",
        "create configmap a",
        "create cm d --dry-run=client -o yaml --from-literal=a=b",
        "create cm b --from-literal=x",
        "create cm b --from-file=nofile",
        "create cm c --from-literal=x=1 --from-literal=x=2",
    ),
    "secret": (
        "create secret generic s --from-literal=p=q",
        "create secret generic t --from-literal=p=q --type=my/type -o yaml --dry-run=client",
        "create secret docker-registry r --docker-username=a --docker-password=b",
        "get secret r -o jsonpath={.data}",
        "create secret docker-registry r",
        "create secret docker-registry",
        "create secret generic",
        "create secret generic s --from-literal=p=q",
        "create secret tls t",
        "create secret tls t --cert=a",
        "create secret tls",
    ),
    "serviceaccount": (
        "create sa reader",
        "create serviceaccount reader",
        "create token nobody",
        "create token nobody --duration=10m",
        "create token",
    ),
    "role": (
        "create role r --verb=get,list --resource=pods,deployments.apps",
        "create role all --verb=* --resource=* --dry-run=client -o yaml",
        "create role r5 --verb=get --resource=pods/log --resource-name=a",
        "get role r r5 -o yaml",
        "create role r",
        "create role r --verb=get",
        "create role r --resource=pods",
        "create role r3 --verb=fly --resource=pods",
        "create role r4 --verb=get --resource=unicorns",
        "create role r --verb=get --resource=pods",
    ),
    "binding": (
        "create rolebinding rb --role=r --user=jane --serviceaccount=default:reader",
        "create rolebinding rb --role=r --user=jane",
        "get rolebinding rb -o yaml",
        "create rolebinding rb2 --role=r --clusterrole=x",
        "create rolebinding rb2 --clusterrole=view --serviceaccount=x",
        "create clusterrolebinding crb --clusterrole=view --group=devs --dry-run=client -o yaml",
        "create clusterrolebinding crb",
        "create clusterrolebinding --clusterrole=view",
    ),
    "clusterrole": (
        "create clusterrole cr --verb=get --resource=nodes --dry-run=client -o yaml",
        "create clusterrole cr --verb=get --non-resource-url=/healthz --dry-run=client -o yaml",
        "create clusterrole cr",
    ),
    "namespace": (
        "create ns Foo_",
        "create ns default",
        "create namespace x --dry-run=client -o yaml",
        "create ns foo bar",
    ),
}


@pytest.mark.parametrize("family", GROUPS)
def test_it_prints_what_the_real_one_prints(newest, family):
    for line in GROUPS[family]:
        newest.same(line)


def test_a_token_that_is_asked_for_counts(newest):
    newest.ours.kubectl("create sa holder")
    token = newest.ours.ok("create token holder").strip()
    who = newest.ours.kubectl(f"--token={token} get pods")
    assert f'User "system:serviceaccount:{newest.namespace}:holder"' in who.err
