"""The instance metadata service, version 2: what 169.254.169.254 answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.core import signing

from clusters.callers.wall import now
from clusters.sim.clock import rendered
from clusters.sim.commands import Doc
from clusters.terminal import credentials
from clusters.terminal.files import Files
from clusters.terminal.network import standing
from clusters.terminal.network.answers import PLAIN, Response
from clusters.terminal.network.standing import Here
from clusters.terminal.session import Session

TOKEN_HEADER = "x-aws-ec2-metadata-token"  # noqa: S105 a header's name
SECONDS_HEADER = "x-aws-ec2-metadata-token-ttl-seconds"
SALT = "halfplane.metadata"
MOST_SECONDS = 21600
DATA = "/latest/meta-data"
FOLDERS = {"": "latest", "/latest": "dynamic\nmeta-data\nuser-data"}
OK, BAD_REQUEST, UNAUTHORIZED, NOT_FOUND = 200, 400, 401, 404
TITLES = {
    BAD_REQUEST: "400 - Bad Request",
    UNAUTHORIZED: "401 - Unauthorized",
    NOT_FOUND: "404 - Not Found",
}


def answer(
    session: Session, here: Here, method: str, path: str, headers: Mapping[str, str]
) -> Response:
    """The answer to a request from the instance where one stands."""
    path = path.partition("?")[0]
    if path == "/latest/api/token":
        return _token(session, method, headers)
    assert here.spot is not None
    instance: Doc = session.world().find(here.spot.instance) or {}
    required = instance.get("MetadataOptions", {}).get("HttpTokens") != "optional"
    token = headers.get(TOKEN_HEADER, "")
    if (token and not _valid(session, token)) or (required and not token):
        return _refused(UNAUTHORIZED)
    text = _found(session, here, instance, path)
    return _refused(NOT_FOUND) if text is None else _response(OK, text)


def _response(status: int, text: str, kind: str = PLAIN) -> Response:
    headers = (
        ("Content-Type", kind),
        ("Content-Length", str(len(text.encode()))),
        ("Server", "EC2ws"),
    )
    return Response(status, headers, text)


def _refused(status: int) -> Response:
    title = TITLES[status]
    text = (
        '<?xml version="1.0" encoding="iso-8859-1"?>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">\n <head>\n'
        f"  <title>{title}</title>\n </head>\n <body>\n  <h1>{title}</h1>\n </body>\n</html>\n"
    )
    return _response(status, text, "text/html")


def _token(session: Session, method: str, headers: Mapping[str, str]) -> Response:
    seconds = headers.get(SECONDS_HEADER, "")
    if method != "PUT":
        return _refused(NOT_FOUND)
    if not seconds.isdecimal() or not 1 <= int(seconds[:6]) <= MOST_SECONDS:
        return _refused(BAD_REQUEST)
    made = signing.dumps(
        [session.sandbox, session.place, now() + int(seconds)], salt=SALT
    )
    return _response(OK, made)


def _valid(session: Session, token: str) -> bool:
    try:
        sandbox, place, until = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return False
    return (sandbox, place) == (session.sandbox, session.place) and until > now()


def _found(session: Session, here: Here, instance: Doc, path: str) -> str | None:
    if path.startswith(DATA):
        return _data(session, here, instance, path.removeprefix(DATA).strip("/"))
    if path == "/latest/dynamic/instance-identity/document":
        return json.dumps(_document(here, instance), indent=2)
    if path == "/latest/user-data":
        return instance.get("_", {}).get("user_data") or None
    return FOLDERS.get(path.rstrip("/"))


def _data(session: Session, here: Here, instance: Doc, name: str) -> str | None:
    leaves = _leaves(here, instance)
    if name.startswith("iam"):
        return _iam(session, name)
    if name in leaves:
        return leaves[name]() or None
    return _listed(name, [*leaves, *_iam_names(session)])


def _listed(folder: str, leaves: list[str]) -> str | None:
    """What is in a folder, folders with a slash, as the service lists it."""
    lead = folder + "/" if folder else ""
    names = set()
    for leaf in leaves:
        if leaf.startswith(lead):
            first, slash, _ = leaf.removeprefix(lead).partition("/")
            names.add(first + slash)
    return "\n".join(sorted(names)) if names else None


def _leaves(here: Here, instance: Doc) -> dict[str, Callable[[], str]]:
    assert here.spot is not None
    card = here.spot.card
    mac = str(card["MacAddress"])
    interface = f"network/interfaces/macs/{mac}"
    return {
        "ami-id": lambda: str(instance["ImageId"]),
        "hostname": lambda: str(instance["PrivateDnsName"]),
        "instance-id": lambda: str(instance["InstanceId"]),
        "instance-life-cycle": lambda: "on-demand",
        "instance-type": lambda: str(instance["InstanceType"]),
        "local-hostname": lambda: str(instance["PrivateDnsName"]),
        "local-ipv4": lambda: str(instance["PrivateIpAddress"]),
        "mac": lambda: mac,
        "placement/availability-zone": lambda: str(
            instance["Placement"]["AvailabilityZone"]
        ),
        "placement/region": lambda: here.spot.instance.scope if here.spot else "",
        "public-hostname": lambda: str(instance.get("PublicDnsName", "")),
        "public-ipv4": lambda: str(instance.get("PublicIpAddress", "")),
        "security-groups": lambda: "\n".join(
            g["GroupName"] for g in instance["SecurityGroups"]
        ),
        f"{interface}/subnet-id": lambda: str(card["SubnetId"]),
        f"{interface}/vpc-id": lambda: str(card["VpcId"]),
        f"{interface}/interface-id": lambda: str(card["NetworkInterfaceId"]),
        f"{interface}/local-ipv4s": lambda: "\n".join(
            one["PrivateIpAddress"] for one in card["PrivateIpAddresses"]
        ),
    }


def _iam_names(session: Session) -> list[str]:
    return ["iam/info", "iam/security-credentials/"] if _role(session) else []


def _role(session: Session) -> Doc | None:
    return credentials.instance_role(session)


def _iam(session: Session, name: str) -> str | None:
    role = _role(session)
    if role is None:
        return None
    found = standing.instance(session.world(), session.place)
    profile = found[1].get("IamInstanceProfile", {}) if found else {}
    if name == "iam/info":
        told = {
            "Code": "Success",
            "InstanceProfileArn": profile.get("Arn", ""),
            "InstanceProfileId": profile.get("Id", ""),
        }
        return json.dumps(told, indent=2)
    if name == "iam/security-credentials":
        return str(role["RoleName"])
    if name == f"iam/security-credentials/{role['RoleName']}":
        return _credentials(session)
    return _listed(name, ["iam/info", "iam/security-credentials/"])


def _credentials(session: Session) -> str | None:
    """The role's own, whatever the learner has in ~/.aws."""
    key = credentials.found(replace(session, files=Files()), {})
    if key is None:
        return None
    told = {
        "Code": "Success",
        "LastUpdated": rendered(now()),
        "Type": "AWS-HMAC",
        "AccessKeyId": key.access_key_id,
        "SecretAccessKey": key.secret_access_key,
        "Token": key.session_token,
        "Expiration": rendered(key.expires_at or now()),
    }
    return json.dumps(told, indent=2)


def _document(here: Here, instance: Doc) -> dict[str, object]:
    assert here.spot is not None
    card = here.spot.card
    return {
        "accountId": str(card["OwnerId"]),
        "architecture": str(instance.get("Architecture", "x86_64")),
        "availabilityZone": str(instance["Placement"]["AvailabilityZone"]),
        "imageId": str(instance["ImageId"]),
        "instanceId": str(instance["InstanceId"]),
        "instanceType": str(instance["InstanceType"]),
        "privateIp": str(instance["PrivateIpAddress"]),
        "region": here.spot.instance.scope,
        "version": "2017-09-30",
    }
