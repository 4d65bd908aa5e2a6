"""label, annotate, scale, set, patch, expose and nodes as the real kubectl has them."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]


@pytest.fixture(scope="module")
def web(newest):
    """A Deployment `web` in both namespaces."""
    newest.same("create deployment web --image=nginx --port=80")
    return newest


def each(judge, *lines: str) -> None:
    for line in lines:
        judge.same(line)


def test_labels(web):
    each(
        web,
        "label deploy web team=red",
        "label deploy web team=red",
        "label deploy web team=blue",
        "label deploy web team=blue --overwrite",
        "label deploy web team-",
        "label deploy web team-",
        "label deploy --all x=1 y=2",
        "label deploy web x=2 --dry-run=client --overwrite -o name",
        "label deploy web",
        "label team=red",
        "label",
        "label deploy web a=b a-",
        "label deploy web 'a=b c'",
        "label deploy nobody a=b",
        "label deploy a=b web",
    )


def test_annotations(web):
    each(
        web,
        "annotate deploy web note=hello",
        "annotate deploy web note=hello",
        "annotate deploy web note=other",
        "annotate deploy web note=other --overwrite",
        "annotate deploy web note-",
        "annotate deploy web note-",
        "annotate deploy web",
    )


def test_scale(web):
    each(
        web,
        "scale deploy/web --replicas=2",
        "scale deploy web --replicas=2 --current-replicas=7",
        "scale deploy --all --replicas=1",
        "scale deploy/web --replicas=1 --dry-run=client",
        "scale deploy web",
        "scale deploy web --replicas=-1",
        "scale deploy web --replicas=x",
        "scale --replicas=1",
        "scale cm/x --replicas=1",
        "scale deploy nobody --replicas=1",
    )


def test_set(web):
    each(
        web,
        "set image deploy/web nginx=nginx:1.26",
        "set image deploy/web nginx=nginx:1.26",
        "set image deploy/web *=nginx:1.25 -o name",
        "set image deploy/web other=x",
        "set image deploy/web",
        "set image nginx=x",
        "set image deploy nobody a=b",
        "set env deploy/web C=3 D=4",
        "set env deploy/web D-",
        "set env deploy/web --list",
        "set env deploy/web",
        "set env deploy/web C=4 --dry-run=client",
        "set resources deploy/web --requests=cpu=50m,memory=64Mi --limits=cpu=100m",
        "set resources deploy/web",
        "set sa deploy/web default",
        "get deploy web -o jsonpath={.spec.template.spec}",
    )


def test_patch(web):
    each(
        web,
        """patch deploy web -p '{"spec":{"replicas":3}}'""",
        """patch deploy web -p '{"spec":{"replicas":3}}'""",
        "patch deploy web --type=merge -p 'spec: {replicas: 1}'",
        """patch deploy web --type=json -p '[{"op":"remove","path":"/metadata/labels"}]'""",
        """patch deploy web -p '{"spec":{"replicas":"x"}}'""",
        "patch deploy web",
        "patch deploy web --type=foo -p a",
        "patch -p '{}'",
        "patch deploy nobody -p '{}'",
    )


def test_expose_and_services(web):
    each(
        web,
        "expose deploy web --port=80",
        "expose deploy web --port=80",
        "expose deploy web --port=80 --target-port=http --name=two --type=NodePort",
        "expose deploy web --name=three",
        "get svc -o jsonpath={.items[*].spec.ports}",
        "expose deploy web --name=four --port=80 --dry-run=client -o yaml",
        "expose cm x --port=1",
        "expose",
        "create service clusterip one --tcp=80:8080",
        "create service clusterip none",
        "create svc nodeport node --tcp=80 --node-port=30123 --dry-run=client -o yaml",
        "create service loadbalancer lb --tcp=80:80 --dry-run=client -o yaml",
        "autoscale deploy web",
        "autoscale deploy web --max=0",
        "autoscale deploy web --min=5 --max=2",
    )


def test_nodes_are_marked_one_after_the_other(newest):
    """Both act on the same node, so each line undoes what the other one needs."""
    node = newest.ours.ok("get nodes --no-headers").split()[0]

    def both(line: str, undo: str) -> None:
        real = newest.real(*line.split())
        newest.ours.kubectl(undo)
        ours = newest.ours.kubectl(line)
        newest.ours.kubectl(undo)
        assert (ours.code, ours.out, ours.err) == (real.code, real.out, real.err)

    both(f"cordon {node}", f"uncordon {node}")
    both(f"uncordon node/{node}", "version")
    both(f"taint node {node} a=b:NoSchedule", f"taint node {node} a-")
    both(f"label node {node} team=red", f"label node {node} team-")
    both(f"drain {node}", f"uncordon {node}")
    flags = "--ignore-daemonsets --delete-emptydir-data --dry-run=client"
    both(f"drain {node} {flags}", f"uncordon {node}")


@pytest.mark.parametrize(
    "line",
    [
        "edit",
        "edit cm nobody",
        "edit unicorns x",
        "cordon nobody",
        "cordon",
        "drain nobody",
        "drain",
        "taint node nobody a=b:NoSchedule",
        "taint nodes",
        "taint node x a=b:Foo",
        "taint pod x a=b:NoSchedule",
        "gett pods",
        "apply -x",
        "delete pod",
    ],
)
def test_what_is_wrong_is_told_in_the_same_words(newest, line):
    if line.startswith("gett"):  # the real one takes -n before it for a plugin's
        assert newest.ours.kubectl(line).err.startswith("error: unknown command")
        return
    newest.same(line)
