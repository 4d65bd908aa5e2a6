"""kubectl get as the oldest and the newest real one print it."""

from __future__ import annotations

import pytest

from tests.e2e.terminal.reading import lines, prepared

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]

TABLES = """
get nodes
get nodes -o wide
get pods
get pods -A
get pods -A -owide
get all -n kube-system
get ns
get ns,nodes
get deploy -o wide
get rs,deploy -o wide
get deploy,cm --no-headers
get cm a c
get cm/a ns/default
get cm -o wide
get ns default kube-system
get pods -l app=web
get pods -l 'app in (web,x)' --show-labels
get pods -L app,foo
get pods -L app --show-labels -A
get pods --show-kind
get deploy --show-kind --no-headers
get pods --sort-by .metadata.name -A
get pods --sort-by metadata.namespace -A
get nodes --sort-by .status.capacity.memory
get cm --sort-by '{.metadata.nope}'
get cm a --sort-by '{.metadata.nope}'
get deployments.v1.apps
get deploy.apps
get pods.v1.
get PODS
get clusterroles
get leases -A
get role,rolebinding -A
get pods -A --namespace kube-system
get pods --all-namespaces=false
get deploy web --subresource status
"""
OBJECTS = """
get ns -o name
get all -A -o name
get cm a -o json
get cm a -o yaml
get cm -o yaml
get cm a c -o yaml
get cm a c -o name
get deploy web -o yaml
get nodes -o yaml
get ns -o json
get clusterrole admin -o yaml
get deploy web --subresource scale -o yaml
get sa default -o yaml --show-managed-fields
get nodes --sort-by .status.capacity.memory -o name
get pods -oyaml -l a=b
get serviceaccounts,cm -o name
get deploy -l a=b -o json
get cm -o custom-columns=NAME:.metadata.name,L:.metadata.labels
get deploy -A -o custom-columns=NAME:.metadata.name,R:.spec.replicas,I:.spec.template.spec.containers[*].image,S:.spec.selector
get pods -A -o custom-columns=NAME:.metadata.name --no-headers
get cm,deploy -o custom-columns=K:.kind,N:.metadata.name
get deploy -l a=b -o custom-columns=A:.spec
"""
NOTHING = """
get pods -l app=nope
get pods -l app=nope -o yaml
get pods -n nowhere
get all -l a=b
get role,rolebinding
get role,nodes -l a=b
get cm b --ignore-not-found
get cm b --ignore-not-found -o yaml
get cm a b --ignore-not-found -o yaml
get pods --field-selector metadata.name=zzz
"""
REFUSALS = """
get
get -A
get unicorns
get nope x
get pod nobody
get pod x y
get pod x x
get cm a b c
get cm a b c -o yaml
get cm/a ns/default nodes
get cm/
get cm /a
get cm a/b
get pod x -n nowhere
get pod x -A
get pods x -l a=b
get pods -l 'app in (web'
get pods -l 'a=b=c'
get pods --field-selector foo=bar
get pods --field-selector foo
get pods,
get pod,unicorns
get deployment.v1beta1.apps
get pods.v1
get cm c a --sort-by '{.metadata.name}'
get pods -o foo
get po x -o foo
get pods -o
get pods -o custom-columns
get pods -o custom-columns=A
get pods -o custom-columns=A:.a,B
get cm a -o custom-columns=NAME:{.metadata
get pods --show-labels -o yaml
get pods --output-watch-events
get --raw /api/v1/nodes?limit=1 pods
get --raw /version -o json
get --raw /version -w
get pods --foo
get pods -q
get pods --chunk-size=foo
get pods --watch=foo
get pods -n
get pods --context nope
get pods --cluster nope
get pods --user nope
get pods --request-timeout foo
get -w
get po,svc -w
get cm a c -w
get cm x -w
get unicorns -w
get cm -w -o foo
get secrets -w --as jane
get -f nope.yaml
get secrets --as jane
get secret x --as jane
get secrets,pods --as jane
get nodes --as jane -o yaml
"""
FILE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


@pytest.fixture(scope="module")
def filled(judge):
    return prepared(judge)


@pytest.mark.parametrize("line", lines(TABLES))
def test_a_table_is_the_real_ones(filled, line):
    filled.same(line)


@pytest.mark.parametrize("line", lines(OBJECTS))
def test_objects_are_printed_as_the_real_one_prints_them(filled, line):
    filled.same(line)


@pytest.mark.parametrize("line", lines(NOTHING))
def test_nothing_is_said_as_the_real_one_says_it(filled, line):
    filled.same(line)


@pytest.mark.parametrize("line", lines(REFUSALS))
def test_it_refuses_as_the_real_one_does(filled, line):
    filled.same(line)


@pytest.mark.parametrize("line", ["get -f -", "get -f - -o yaml", "get -f - pods"])
def test_it_finds_the_objects_of_a_file(filled, line):
    filled.same(line, stdin=FILE)


@pytest.mark.parametrize(
    "line",
    [
        "get deploy web --subresource scale",
        "get deploy --subresource scale",
        "get pods --subresource foo",
        "get pod x --subresource foo",
        "get deploy web --subresource foo",
        "get ev -n kube-system -o name",
    ],
)
def test_where_versions_differ_it_is_as_the_newest(newest, line):
    prepared(newest).same(line)


def test_raw_paths_are_answered_as_they_are(filled):
    # The real one drops the path before the server's API that our address has.
    said = filled.ours.kubectl("get --raw /version")
    assert '"gitVersion"' in said.out
    missing = filled.ours.kubectl("get --raw /nope")
    assert missing.err == (
        "Error from server (NotFound): the server could not find the requested "
        "resource\n"
    )
