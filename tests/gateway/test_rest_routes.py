"""Methods and raw paths lead to operations, ARNs in one segment included."""

from __future__ import annotations

import pytest

from clusters.gateway import rest_routes
from clusters.gateway.service_models import SERVICES, model

ROUTES = rest_routes.routes(model(next(s for s in SERVICES if s.model_name == "eks")))
ARN = "arn:aws:iam::111122223333:role/team/dev"
ENCODED = "arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fteam%2Fdev"


@pytest.mark.parametrize(
    ("method", "path", "operation", "labels"),
    [
        ("GET", "/clusters", "ListClusters", {}),
        ("GET", "/clusters/", "ListClusters", {}),
        ("POST", "/clusters", "CreateCluster", {}),
        ("GET", "/clusters/a%20b", "DescribeCluster", {"name": "a b"}),
        ("GET", "/addons/supported-versions", "DescribeAddonVersions", {}),
        (
            "GET",
            f"/clusters/demo/access-entries/{ENCODED}",
            "DescribeAccessEntry",
            {"name": "demo", "principalArn": ARN},
        ),
        ("DELETE", f"/tags/{ENCODED}", "UntagResource", {"resourceArn": ARN}),
    ],
)
def test_a_path_leads_to_its_operation(method, path, operation, labels):
    found = ROUTES.find(method, path)
    assert found.operation.name == operation
    assert found.labels == labels


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("PUT", "/clusters"),
        ("GET", "/clusters//node-groups"),
        ("GET", "/clusters/demo/x/y/z"),
    ],
)
def test_a_path_of_no_operation_leads_nowhere(method, path):
    assert ROUTES.find(method, path) is None


def test_fixed_words_come_before_labels():
    for route in ROUTES.routes:
        path = "/" + "/".join(
            "x" if part.startswith("{") else part for part in route.segments
        )
        assert ROUTES.find(route.method, path).operation.name == route.operation
