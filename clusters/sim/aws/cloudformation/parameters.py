"""A stack's parameters: given, default or previous values, checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from clusters.sim.aws.cloudformation import pattern
from clusters.sim.aws.cloudformation.errors import TemplateFormatError, ValidationError
from clusters.sim.catalog import amis
from clusters.sim.commands import Doc
from clusters.sim.world import Key, Reader

SSM = re.compile(r"AWS::SSM::Parameter::Value<(.+)>")
RESOURCES = {
    "AWS::EC2::VPC::Id": "ec2.Vpc",
    "AWS::EC2::Subnet::Id": "ec2.Subnet",
    "AWS::EC2::SecurityGroup::Id": "ec2.SecurityGroup",
    "AWS::EC2::Instance::Id": "ec2.Instance",
}
PLAIN = (
    "String",
    "Number",
    "List<Number>",
    "CommaDelimitedList",
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
    "AWS::SSM::Parameter::Name",
)
HIDDEN = "****"
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def values(
    declared: Mapping[str, Any], given: Iterable[Doc], previous: Mapping[str, str]
) -> dict[str, str]:
    """Each parameter's value as text: given, else previous if asked for, else default."""
    found: dict[str, str] = {}
    given = list(given)
    if not all(entry.get("ParameterKey") for entry in given):
        raise ValidationError("Each parameter must have a ParameterKey")
    entries = {entry["ParameterKey"]: entry for entry in given}
    unknown = [name for name in entries if name not in declared]
    if unknown:
        raise ValidationError(
            f"Parameters: [{', '.join(unknown)}] do not exist in the template"
        )
    for name, doc in declared.items():
        value = _value(entries.get(name), doc, previous.get(name))
        if value is not None:
            found[name] = value
    missing = [name for name in declared if name not in found]
    if missing:
        raise ValidationError(f"Parameters: [{', '.join(missing)}] must have values")
    for name, value in found.items():
        check(name, declared[name], value)
    return found


def _value(entry: Doc | None, doc: Doc, previous: str | None) -> str | None:
    if entry is not None and entry.get("UsePreviousValue"):
        return previous
    if entry is not None and entry.get("ParameterValue") is not None:
        return str(entry["ParameterValue"])
    default = doc.get("Default")
    if default is None:
        return None
    if isinstance(default, bool):
        return str(default).lower()
    return str(default)


def check(name: str, doc: Doc, value: str) -> None:
    """Refuse a value that its declaration does not allow."""
    problem = _problem(doc, value)
    if not problem:
        return
    if doc.get("ConstraintDescription"):
        about = doc["ConstraintDescription"]
        raise ValidationError(f"Parameter {name} failed to satisfy constraint: {about}")
    raise ValidationError(f"Parameter '{name}' {problem}")


def _problem(doc: Doc, value: str) -> str:
    kind = str(doc["Type"])
    if not known(kind):
        raise TemplateFormatError(f"Unrecognized parameter type: {kind}")
    entries = listed(value) if is_list(kind) else [value]
    for entry in entries:
        problem = _allowed(doc, entry) or _length(doc, entry)
        if not problem and kind in ("Number", "List<Number>"):
            problem = _number(doc, entry)
        if problem:
            return problem
    return ""


def _allowed(doc: Doc, value: str) -> str:
    allowed = doc.get("AllowedValues")
    if allowed is not None and value not in [_plain(option) for option in allowed]:
        return "must be one of AllowedValues"
    wanted = doc.get("AllowedPattern")
    if wanted is not None and not pattern.matches(str(wanted), value):
        return f"must match pattern {wanted}"
    return ""


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _length(doc: Doc, value: str) -> str:
    if len(value) < int(doc.get("MinLength", 0)):
        return f"must contain at least {doc['MinLength']} characters"
    if "MaxLength" in doc and len(value) > int(doc["MaxLength"]):
        return f"must contain at most {doc['MaxLength']} characters"
    return ""


def _number(doc: Doc, value: str) -> str:
    if not NUMBER.fullmatch(value):
        return "must be a number"
    if "MinValue" in doc and float(value) < float(doc["MinValue"]):
        return f"must be a number not less than {doc['MinValue']}"
    if "MaxValue" in doc and float(value) > float(doc["MaxValue"]):
        return f"must be a number not greater than {doc['MaxValue']}"
    return ""


def known(kind: str) -> bool:
    ssm = SSM.fullmatch(kind)
    if ssm:
        kind = ssm.group(1)
    inner = re.fullmatch(r"List<(.+)>", kind)
    return (inner.group(1) if inner else kind) in (*PLAIN, *RESOURCES)


def is_list(kind: str) -> bool:
    return kind == "CommaDelimitedList" or kind.startswith("List<")


def listed(value: str) -> list[str]:
    return [entry.strip() for entry in value.split(",")] if value else []


def resolved(
    view: Reader, region: str, declared: Mapping[str, Any], given: Mapping[str, str]
) -> dict[str, Any]:
    """What {"Ref": parameter} gives: SSM parameters fetched, lists split.

    Ids of the account's resources must exist.
    """
    found: dict[str, Any] = {}
    published = amis.parameters(region)
    for name, value in given.items():
        kind = str(declared[name]["Type"])
        ssm = SSM.fullmatch(kind)
        if ssm:
            if value not in published:
                raise ValidationError(
                    f"Unable to fetch parameters [{value}] from parameter store for this account."
                )
            value, kind = published[value], ssm.group(1)  # noqa: PLW2901 now its content
        entries = listed(value)
        inner = kind.removeprefix("List<").removesuffix(">")
        _check_exists(view, region, name, inner, entries)
        found[name] = entries if is_list(kind) else value
    return found


def _check_exists(
    view: Reader, region: str, name: str, kind: str, entries: list[str]
) -> None:
    if kind not in RESOURCES:
        return
    for entry in entries:
        if view.find(Key(RESOURCES[kind], region, entry)) is None:
            raise ValidationError(
                f"Parameter validation failed: parameter value {entry} for parameter "
                f"name {name} does not exist"
            )


def shown(
    region: str, declared: Mapping[str, Any], given: Mapping[str, str]
) -> list[dict[str, str]]:
    """Parameters as DescribeStacks shows them: secrets as stars."""
    published = amis.parameters(region)
    found = []
    for name, value in given.items():
        doc = declared[name]
        secret = str(doc.get("NoEcho", "false")).lower() == "true"
        entry = {"ParameterKey": name, "ParameterValue": HIDDEN if secret else value}
        if SSM.fullmatch(str(doc["Type"])) and value in published:
            entry["ResolvedValue"] = published[value]
        found.append(entry)
    return found
