"""The AWS CLI's driver: made once in the zygote, used once in each child."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import awscli
from awscli.clidriver import CLIDriver, create_clidriver
from awscli.customizations.commands import BasicHelp
from awscli.help import HelpCommand
from botocore.awsrequest import AWSResponse
from botocore.client import ClientCreator
from botocore.configprovider import ChainProvider, ConstantProvider
from botocore.loaders import Loader

from clusters.terminal.box.cli import refused, wire
from clusters.terminal.box.disk import Disk
from clusters.terminal.box.talk import Talk

NOWHERE = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_ACCESS_KEY_ID": "nobody",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_DEFAULT_REGION": "us-west-2",
}
"""While there is no learner yet."""
USUAL = (
    "eks list-clusters",
    "ec2 describe-vpcs",
    "iam list-roles --output table",
    "sts get-caller-identity --query Arn --output text",
    "eks get-token --cluster-name demo",
)
LOADING = (
    "list_api_versions",
    "list_available_services",
    "load_data_with_path",
    "load_service_model",
)


@dataclass(frozen=True)
class Ready:
    """A driver that no line has used yet, and what it knows of regions."""

    driver: CLIDriver
    regions: frozenset[str]


def made(services: Iterable[str]) -> Ready:
    """A driver with the models of these services in memory."""
    warnings.simplefilter("ignore")
    os.environ.update(NOWHERE)
    _keep_classes()
    loader = Loader([str(Path(awscli.__file__).parent / "data")])
    _warm(loader)
    driver = _driver(loader)
    regions = frozenset(driver.session.get_available_regions("ec2"))
    table = driver._get_command_table()  # noqa: SLF001
    for name in services:
        _load(loader, name)
        if name in table:
            table[name]._get_command_table()  # noqa: SLF001
    for name in NOWHERE:
        del os.environ[name]
    return Ready(driver, regions)


def _driver(loader: Loader) -> CLIDriver:
    driver = create_clidriver()
    driver.session.register_component("data_loader", loader)
    refused.refuse(driver.session)
    _with_yaml(driver)
    return driver


def _warm(loader: Loader) -> None:
    """Go the usual ways once, without a wire: what is done once is then done."""

    def answered(request: Any, **_: Any) -> AWSResponse:
        return AWSResponse(request.url, 200, {}, wire.Raw(b"{}"))

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        for command in USUAL:
            driver = _driver(loader)
            driver.session.register("before-send", answered)
            driver.main(command.split())


def _keep_classes() -> None:
    """Make the class of a service's clients once: it has a method for each operation."""
    create = ClientCreator._create_client_class  # noqa: SLF001
    made: dict[str, Any] = {}

    def kept(self: ClientCreator, service_name: str, service_model: Any) -> Any:
        if service_name not in made:
            made[service_name] = create(self, service_name, service_model)
        return made[service_name]

    ClientCreator._create_client_class = kept  # noqa: SLF001


def _load(loader: Loader, service: str) -> None:
    for kind in ("service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1"):
        if service in loader.list_available_services(kind):
            loader.load_service_model(service, kind)


def _with_yaml(driver: CLIDriver) -> None:
    choices = driver._get_cli_data()["options"]["output"]["choices"]  # noqa: SLF001
    if "yaml" not in choices:
        choices.append("yaml")


def begin(ready: Ready, disk: Disk, talk: Talk, region: str) -> CLIDriver:
    """The driver with a learner's settings, in a process that is for this line only.

    The region is for those who have set none.
    """
    session = ready.driver.session
    # What was read when there was no learner yet is read anew.
    session._config = None  # noqa: SLF001
    session._profile_map = None  # noqa: SLF001
    session._profile = None  # noqa: SLF001
    session._credentials = None  # noqa: SLF001
    store = session.get_component("config_store")
    chain = [store.get_config_provider("region"), ConstantProvider(region)]
    store.set_config_provider("region", ChainProvider(chain))
    _trust_library(disk)
    wire.connect(talk, ready.regions)
    refused.start_nothing()
    return ready.driver


def _trust_library(disk: Disk) -> None:
    """Models and help come from the library's own folders, whatever else is closed."""

    def trusted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            with disk.libraries_open():
                return function(*args, **named)

        return call

    for name in LOADING:
        setattr(Loader, name, trusted(getattr(Loader, name)))
    for command in (HelpCommand, BasicHelp):
        command.__call__ = trusted(command.__call__)


def run(driver: CLIDriver, args: list[str]) -> int:
    """One command line; its code."""
    code: Any
    try:
        code = driver.main(args)
    except SystemExit as end:
        code = end.code
    if isinstance(code, int):
        return code
    if code is None:
        return 0
    # As Python ends: what is no number is printed.
    sys.stderr.write(f"{code}\n")
    return 1
