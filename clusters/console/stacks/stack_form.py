"""A template's parameters as a form, and the request that the filled-in form makes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import QueryDict

from clusters.sim.aws.cloudformation import submission, template
from clusters.sim.aws.cloudformation.parameters import RESOURCES
from clusters.sim.aws.cloudformation.template import Template
from clusters.sim.catalog import amis, templates
from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, World

PREFIX = "p-"
"""Parameters are fields of the form under this prefix: they may have any name."""
ON_FAILURE = {
    "ROLLBACK": "Roll back all that was made",
    "DO_NOTHING": "Preserve what was made",
    "DELETE": "Delete the whole stack",
}
OURS = {
    "eks-vpc.yaml": "A VPC for a cluster: public and private subnets in several zones.",
    "eks-nodes.yaml": "Self-managed nodes: a launch template, a role, a security group "
    "and an Auto Scaling group.",
}


class Option(NamedTuple):
    value: str
    text: str
    chosen: bool


class Field(NamedTuple):
    """One parameter. `sort` is how it is asked for: text, number, secret, one, many."""

    name: str
    sort: str
    value: str
    hint: str
    type: str
    options: tuple[Option, ...] = ()

    @property
    def field(self) -> str:
        return PREFIX + self.name


class Source(NamedTuple):
    """A template to make a stack from, and where it comes from."""

    text: str
    ours: str = ""


def fields(
    world: World, region: str, found: Template, values: Mapping[str, str]
) -> list[Field]:
    """The template's parameters, with these values or their defaults."""
    return [
        _field(world, region, (name, doc), values.get(name))
        for name, doc in found.parameters.items()
    ]


def _field(
    world: World, region: str, declared: tuple[str, Doc], given: str | None
) -> Field:
    name, doc = declared
    kind, hint = str(doc["Type"]), str(doc.get("Description", ""))
    value = str(doc.get("Default", "")) if given is None else given
    inner = kind.removeprefix("List<").removesuffix(">")
    options: tuple[Option, ...] = ()
    sort = "number" if kind == "Number" else "text"
    if str(doc.get("NoEcho", "false")).lower() == "true":
        sort, value = "secret", ""
    elif doc.get("AllowedValues"):
        every = [_plain(one) for one in doc["AllowedValues"]]
        sort, options = "one", tuple(Option(v, v, v == value) for v in every)
    elif inner in RESOURCES:
        sort = "one" if inner == kind else "many"
        chosen = value.split(",")
        listed = world.list(RESOURCES[inner], region)
        options = tuple(
            Option(key.name, _about(key, item), key.name in chosen)
            for key, item in listed
        )
    return Field(name, sort, value, hint, kind, options)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _about(key: Key, doc: Document) -> str:
    """An id with what tells it from its neighbours."""
    tags = doc.get("Tags") or ()
    words = [
        next((str(tag["Value"]) for tag in tags if tag["Key"] == "Name"), ""),
        doc.get("GroupName", ""),
        doc.get("AvailabilityZone", ""),
        doc.get("CidrBlock", ""),
    ]
    told = ", ".join(word for word in words if word)
    return f"{key.name} ({told})" if told else key.name


def typed(found: Template, form: QueryDict) -> dict[str, str]:
    """The values that a form gives to the template's parameters."""
    return {
        name: ",".join(form.getlist(PREFIX + name))
        for name in found.parameters
        if PREFIX + name in form or str(found.parameters[name]["Type"])[:5] == "List<"
    }


def of_cluster(world: World, region: str, cluster: str) -> dict[str, str]:
    """What our template for nodes asks of a cluster, filled in."""
    doc = world.find(Key("eks.Cluster", region, cluster))
    if doc is None:
        return {}
    vpc = doc["resourcesVpcConfig"]
    image = amis.node_image(region, doc["version"])
    return {
        "ClusterName": cluster,
        "ClusterControlPlaneSecurityGroup": vpc.get("clusterSecurityGroupId", ""),
        "VpcId": vpc.get("vpcId", ""),
        "Subnets": ",".join(vpc["subnetIds"]),
        "NodeImageIdSSMParam": f"{image.parameter}/image_id",
    }


def read(ours: str, text: str) -> tuple[Source, Template]:
    """The template of a form: one of ours by name, else its text. Raises Refusal."""
    held = templates.find(ours)
    body = submission.text({"TemplateBody": text}) if held is None else ""
    source = Source(body) if held is None else Source(held, ours)
    return source, template.parsed(source.text)


def request(source: Source, found: Template, form: QueryDict) -> dict[str, Any]:
    """CreateStack's request."""
    on_failure = form.get("onFailure", "")
    return {
        "StackName": form.get("stackName", "").strip()[:200],
        "TemplateBody": source.text,
        "Parameters": parameters(found, form),
        "Capabilities": [found.capability] if "capability" in form else [],
        "OnFailure": on_failure if on_failure in ON_FAILURE else "ROLLBACK",
    }


def parameters(found: Template, form: QueryDict) -> list[dict[str, str]]:
    return [
        {"ParameterKey": name, "ParameterValue": value}
        for name, value in typed(found, form).items()
    ]


def change_set(stack: Doc, text: str, found: Template, form: QueryDict) -> Doc:
    """CreateChangeSet's request: this template and these values for a stack.

    A secret that is left empty keeps its value.
    """
    given = []
    for one in parameters(found, form):
        name = one["ParameterKey"]
        hidden = str(found.parameters[name].get("NoEcho", "false")).lower() == "true"
        kept = hidden and not one["ParameterValue"] and name in stack["_"]["values"]
        given.append({"ParameterKey": name, "UsePreviousValue": True} if kept else one)
    return {
        "StackName": stack["StackName"],
        "ChangeSetName": f"console-{secrets.token_hex(4)}",
        "TemplateBody": text,
        "Parameters": given,
        "Capabilities": [found.capability] if found.capability else [],
    }
