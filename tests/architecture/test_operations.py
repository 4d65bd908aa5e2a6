"""Each operation is one of AWS's, in the file named after it, with a test."""

from __future__ import annotations

import inspect
import re
from functools import cache

import pytest
from botocore.loaders import Loader

from clusters.sim.registry import Operation, operations
from eksconsole.home import REPOSITORY

# Where IAM's prefix is not the name of botocore's folder.
FOLDERS = {"elasticloadbalancing": "elbv2"}


@cache
def model_operations(prefix: str) -> frozenset[str]:
    model = Loader().load_service_model(FOLDERS.get(prefix, prefix), "service-2")
    return frozenset(model["operations"])


def snake(name: str) -> str:
    """`CreateVPCEndpoint` as its file is called: `create_vpc_endpoint`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def everyone() -> list[tuple[str, Operation]]:
    return operations.items()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("CreateCluster", "create_cluster"),
        ("DescribeVpcs", "describe_vpcs"),
        ("ListOIDCProviders", "list_oidc_providers"),
    ],
)
def test_an_operations_file_is_its_name_in_snake_case(name, file):
    assert snake(name) == file


def test_there_are_operations():
    assert everyone() != []


def test_each_operation_exists_in_botocores_model():
    unknown = [
        name
        for name, _ in everyone()
        if name.partition(":")[2] not in model_operations(name.partition(":")[0])
    ]

    assert unknown == []


def test_each_operation_sits_in_the_file_named_after_it():
    misplaced = [
        f"{name}: {inspect.getmodule(entry.run).__name__}"
        for name, entry in everyone()
        if not sits_well(name, entry)
    ]

    assert misplaced == []


def sits_well(name: str, entry: Operation) -> bool:
    service, _, action = name.partition(":")
    module = inspect.getmodule(entry.run).__name__
    return module == f"clusters.sim.aws.{service}.{snake(action)}"


def test_each_service_has_tests():
    services = {name.partition(":")[0] for name, _ in everyone()}

    assert [s for s in sorted(services) if not has_tests(s)] == []


def has_tests(service: str) -> bool:
    return any((REPOSITORY / "tests" / "sim" / "aws" / service).glob("test_*.py"))
