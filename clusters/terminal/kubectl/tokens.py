"""EKS tokens as `aws eks get-token` makes them, for the kubeconfig's exec plugin."""

from __future__ import annotations

import base64
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from clusters import callers, runtime
from clusters.callers import AccessKey
from clusters.sim.commands import AwsCall
from clusters.sim.errors import Refusal
from clusters.terminal import credentials
from clusters.terminal.session import Session

VALID_SECONDS = 60
"""What the CLI asks for; the service takes the token for a quarter of an hour."""
KEPT_SECONDS = 600.0
KEPT = 1000
NO_CREDENTIALS = 'Unable to locate credentials. You can configure credentials by running "aws configure".'

_made: OrderedDict[tuple[str, str, str], tuple[float, str]] = OrderedDict()


class NoToken(Exception):
    """Why the plugin made no token."""


@dataclass(frozen=True)
class Wanted:
    """What the plugin's arguments ask for."""

    cluster: str
    region: str
    role: str = ""


def minted(session: Session, variables: Mapping[str, str], wanted: Wanted) -> str:
    """A token for a cluster. Raises NoToken."""
    key = credentials.found(session, variables)
    if key is None:
        raise NoToken(NO_CREDENTIALS)
    if wanted.role:
        key = _assumed(session, key, wanted)
    place = (key.access_key_id, wanted.cluster, wanted.region)
    here = time.monotonic()
    known = _made.get(place)
    if known is not None and here - known[0] < KEPT_SECONDS:
        return known[1]
    _made[place] = here, _signed(key, wanted)
    while len(_made) > KEPT:
        _made.popitem(last=False)
    return _made[place][1]


def _signed(key: AccessKey, wanted: Wanted) -> str:
    url = (
        f"https://sts.{wanted.region}.amazonaws.com/"
        "?Action=GetCallerIdentity&Version=2011-06-15"
    )
    request = AWSRequest("GET", url, headers={"x-k8s-aws-id": wanted.cluster})
    signer = Credentials(
        key.access_key_id, key.secret_access_key, key.session_token or None
    )
    SigV4QueryAuth(signer, "sts", wanted.region, expires=VALID_SECONDS).add_auth(
        request
    )
    text = base64.urlsafe_b64encode(request.url.encode()).decode().rstrip("=")
    return f"k8s-aws-v1.{text}"


def _assumed(session: Session, key: AccessKey, wanted: Wanted) -> AccessKey:
    """The credentials of `--role-arn`, which the caller's own may assume."""
    try:
        signer = callers.signer(key.access_key_id, key.session_token, wanted.region)
        request = {"RoleArn": wanted.role, "RoleSessionName": "EKSGetTokenAuth"}
        call = AwsCall(signer.caller, "sts:AssumeRole", request)
        user = runtime.execute(session.sandbox, call)["AssumedRoleUser"]
    except (callers.UnknownKey, callers.ExpiredKey) as error:
        raise NoToken(
            "An error occurred (InvalidClientTokenId) when calling the AssumeRole "
            "operation: The security token included in the request is invalid."
        ) from error
    except Refusal as refusal:
        raise NoToken(
            f"An error occurred ({refusal.code}) when calling the AssumeRole "
            f"operation: {refusal.message}"
        ) from refusal
    return callers.issue_session(
        session.sandbox, user["Arn"], user["AssumedRoleId"], seconds=3600
    )
