"""What the API has: api-resources, api-versions, explain, version, events, top."""

from __future__ import annotations

import re

import pytest

from tests.e2e.terminal.reading import lines, prepared

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]

RESOURCES = """
api-versions
api-versions x
api-versions --foo
api-resources
api-resources -o wide
api-resources -o name
api-resources -o yaml
api-resources --no-headers
api-resources --namespaced=false
api-resources --namespaced
api-resources --api-group=apps
api-resources --api-group=
api-resources --api-group=nope
api-resources --verbs=list,get,create
api-resources --verbs=fly
api-resources --categories=all
api-resources --sort-by=name
api-resources --sort-by=kind
api-resources --sort-by=foo
api-resources --cached
api-resources x y
"""
EXPLAINED = """
explain
explain pods
explain pods.spec.containers.resources
explain pods.nope
explain pods.spec.nope
explain pods.metadata.name.x
explain unicorns.spec
explain deploy.spec.replicas
explain deploy.spec.strategy --recursive
explain pods x
explain cm.data
explain deploy --api-version=apps/v1
explain deploy --api-version=apps/v2
explain pods --output=foo
explain svc.spec.ports
explain pod.metadata.labels
explain pods --recursive
explain deployments.apps.spec.template.spec
explain deploy.spec.strategy.rollingUpdate.maxSurge
explain pod.spec.containers.env.valueFrom
explain ev.lastTimestamp
explain Pod.spec.volumes --recursive
explain leases.spec
explain pods --foo
"""
OTHERS = """
version -o foo
version --short
version x y
cluster-info --foo
plugin list
completion
completion foo
completion bash x
top nodes
top node x
top node --foo
top pods -A
top pods x y
top pods --sort-by foo
top foo
"""
EVENTS = """
events -n kube-system
events -A
events -n kube-system --no-headers
events --types=warning -A
events --types Warning,Normal -n kube-system
events --for pod/x
events --for deploy/coredns -n kube-system
events --for deployment.apps/coredns -n kube-system -o yaml
events --for Deployment/coredns -n kube-system -o name
events -n kube-system -o json
events -n kube-system -o jsonpath={.items[*].reason}
events --for deploy/web -n nowhere
events --for x
events --for unicorn/x
events --types=Foo
events -o foo
events -o wide
events -n kube-system --as jane
"""


@pytest.mark.parametrize("line", lines(RESOURCES + EXPLAINED + OTHERS))
def test_it_prints_what_the_real_one_prints(newest, line):
    newest.same(line)


@pytest.fixture(scope="module")
def filled(newest):
    return prepared(newest)


@pytest.mark.parametrize("line", lines(EVENTS))
def test_events_have_the_real_ones_order_and_words(filled, line):
    filled.same(line)


@pytest.mark.parametrize(
    "line", ["version", "version --client", "version -o json", "version -o yaml"]
)
def test_the_version_has_the_real_ones_form(newest, line):
    # Another client, so another version and no warning that the server is newer.
    real, ours = newest.both(line)
    assert _unversioned(ours.out) == _unversioned(real.out)


def _unversioned(text: str) -> str:
    text = re.sub(r"v\d+\.\d+\.\d+", "VERSION", text)
    text = re.sub(r"go\d[\d.]+|[0-9a-f]{40}", "BUILD", text)
    return re.sub(r'(minor"?: ")\d+', r"\1MINOR", text)


def test_where_the_control_plane_is(newest):
    real, ours = newest.both("cluster-info")
    port = re.compile(r"localhost:\d+")
    assert port.sub("HOST", ours.out) == port.sub("HOST", real.out)
