"""kubectl config as the newest real one: what is printed, and the file that is left."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from clusters.terminal.files import HOME
from tests.e2e.kube_server import Kubectl
from tests.e2e.terminal.reading import lines, write

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]
FILE = """\
apiVersion: v1
kind: Config
clusters:
- name: zed
  cluster: {server: "https://z", certificate-authority-data: QUJD}
- name: demo
  cluster: {server: "https://localhost:1", insecure-skip-tls-verify: true}
users:
- name: me
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: aws
      args: [--region, us-west-2, eks, get-token]
- name: tok
  user: {token: abc, password: p, username: u}
- name: crt
  user: {client-certificate-data: QUJD, client-key-data: QUJD}
contexts:
- name: one
  context: {cluster: demo, user: me, namespace: dev}
- name: two
  context: {cluster: zed, user: tok}
current-context: one
"""
LOOKS = """
config view
config view --raw -o json
config view --raw
config view --minify
config view --minify --context two
config view --minify --context nope
config view -o json
config view -o foo
config view -o jsonpath={.contexts[*].name}
config view --minify -o jsonpath={..namespace}
config view x
config get-contexts
config get-contexts two one
config get-contexts one nope
config get-contexts two --no-headers
config get-contexts -o name
config get-contexts -o yaml
config current-context
config current-context --foo
config foo
"""
CHANGES = """
config use-context one
config use-context two
config use two
config use-context nope
config set-context --current --namespace=x
config set-context new --cluster=demo --user=me
config set-context one --namespace=y
config set-context
config set-context --current new
config rename-context one newer
config rename-context nope x
config rename-context one two
config delete-context two
config delete-context one
config delete-context nope
config delete-cluster zed
config delete-cluster nope
config delete-user nope
config delete-user crt
config set contexts.one.namespace q
config set clusters.demo.server https://k
config set clusters.zed.certificate-authority-data REVG
config set a.b c
config set current-context zz
config set users.me.token T
config set preferences.colors true
config set clusters.new.insecure-skip-tls-verify true
config set clusters.new.insecure-skip-tls-verify foo
config unset current-context
config unset contexts.one.namespace
config unset nope
config unset contexts.nope
config unset users.me
"""
WITHOUT = """
config view
config view -o json
config current-context
config get-contexts
config get-clusters
config use-context a
config set-context a --cluster=b
get pods
"""
MISUSED = """
config use-context
config rename-context a
config set x
config set
config unset
"""


@dataclass(frozen=True)
class Bare(Kubectl):
    """A kubectl that is told no namespace: `config` has a flag of its own for that."""

    def command(self, *words: str) -> list[str]:
        return [self.program, *words]


@pytest.fixture
def own(newest, monkeypatch):
    """Both kubectls with the same file, `mine`."""
    monkeypatch.chdir(newest.real.folder)
    write(newest, "mine", FILE)
    real = newest.real
    return replace(newest, real=Bare(real.program, real.folder, real.namespace))


def _left(judge, name):
    """What both have made of a file."""
    real = judge.real.folder / name
    ours = judge.ours.session.files.texts.get(f"{HOME}/{name}")
    return real.read_text() if real.exists() else None, ours


@pytest.mark.parametrize("line", lines(LOOKS))
def test_it_is_shown_as_the_real_one_shows_it(own, line):
    own.same(f"{line} --kubeconfig mine")


@pytest.mark.parametrize("line", ["config get-clusters", "config get-users"])
def test_names_are_those_of_the_real_one_in_order(own, line):
    # The real one lists them in the order of a Go map: another one each time.
    real, ours = own.both(f"{line} --kubeconfig mine")
    head, *names = real.out.splitlines()
    assert ours.out.splitlines() == [head, *sorted(names)]


@pytest.mark.parametrize("line", lines(CHANGES))
def test_it_is_changed_as_the_real_one_changes_it(own, line):
    own.same(f"{line} --kubeconfig mine")
    real, ours = _left(own, "mine")
    assert ours == real


@pytest.mark.parametrize("line", lines(WITHOUT))
def test_a_file_that_is_not_there_is_empty(own, line):
    (own.real.folder / "none").unlink(missing_ok=True)
    own.ours.session.files.texts.pop(f"{HOME}/none", None)
    own.same(f"{line} --kubeconfig none")
    real, ours = _left(own, "none")
    assert ours == real


@pytest.mark.parametrize("line", lines(MISUSED))
def test_words_too_few_are_refused_in_the_real_ones_words(own, line):
    real, ours = own.both(f"{line} --kubeconfig mine")
    assert (ours.code, ours.err) == (real.code, real.err)
    assert "Usage:" in ours.out  # how it is used is told in our own words
