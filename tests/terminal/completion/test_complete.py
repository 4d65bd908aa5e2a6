"""What a word may become, by what is in the cluster and in the account."""

from __future__ import annotations

import pytest

from clusters.terminal.completion import complete, word_start


def ends(terminal, line: str) -> list[str]:
    return complete(terminal.session, line, len(line))


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kub", "kubectl "),
        ("echo a | gre", "grep "),
        ("A=1 kub", "kubectl "),
        ("kubectl ge", "get "),
        ("kubectl -n kube-system ge", "get "),
        ("kubectl get dep", "deployments "),
        ("kubectl get po,s", "po,services "),
        ("kubectl get pods -n kube-s", "kube-system "),
        ("kubectl get pods --namespace=kube-s", "--namespace=kube-system "),
        ("kubectl get pods --no-h", "--no-headers "),
        ("kubectl get pods --sel", "--selector="),
        ("kubectl get pods -o js", "json "),
        ("kubectl describe ns/kube-s", "ns/kube-system "),
        ("kubectl describe namespace defa", "default "),
        ("kubectl config use-context de", "demo "),
        ("kubectl rollout sta", "status "),
        ("aws ek", "eks "),
        ("aws eks describe-cl", "describe-cluster "),
        ("aws eks update-k", "update-kubeconfig "),
        ("aws eks describe-cluster --na", "--name "),
        ("aws eks describe-cluster --name de", "demo "),
        ("aws eks list-clusters --region us-w", "us-west-2 "),
        ("aws --region us-west-2 eks list-cl", "list-clusters "),
    ],
)
def test_what_is_there_is_offered(terminal, line, offered):
    assert offered in ends(terminal, line)


def test_names_are_those_of_the_namespace(terminal):
    pods = ends(terminal, "kubectl -n kube-system logs ")
    assert any(name.startswith("aws-node-") for name in pods)
    assert ends(terminal, "kubectl -n default logs ") == []


def test_only_so_many_are_offered(terminal):
    assert len(ends(terminal, "aws ec2 ")) == 50


@pytest.mark.parametrize(
    "line", ["kubectl get unicorns ", "kubectl --foo get pods ", "aws eks nonsense --"]
)
def test_nonsense_offers_little_and_breaks_nothing(terminal, line):
    assert isinstance(ends(terminal, line), list)


def test_without_a_cluster_only_words_are_offered(terminal):
    terminal.session.files.texts.clear()
    assert "get " in ends(terminal, "kubectl ge")
    assert ends(terminal, "kubectl get ") == []


def test_files_are_offered_where_files_are_wanted(terminal):
    terminal.session.files.write("/home/learner/web.yaml", "a")
    assert ends(terminal, "kubectl apply -f we") == ["web.yaml "]
    assert ends(terminal, "cat ~/we") == ["~/web.yaml "]


@pytest.mark.parametrize(
    ("line", "start"),
    [("kubectl ge", 8), ("echo 'a b", 5), ("ls | gre", 5), ("ls ", 3)],
)
def test_the_word_under_way_has_a_place(line, start):
    assert word_start(line, len(line)) == start
