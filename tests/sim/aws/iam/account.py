"""An account as a learner gets it, and calls to it without a door."""

from __future__ import annotations

import json

from clusters.sim.aws import dispatch
from clusters.sim.aws.iam import starters
from clusters.sim.commands import AwsCall, Caller
from clusters.sim.tx import Tx
from clusters.sim.world import Key
from tests.sim.toys import SITE, empty

ACCOUNT = "111122223333"
REGION = "us-west-2"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "eks.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def an_account() -> Tx:
    tx = Tx(empty(), SITE)
    zones = [REGION + letter for letter in "abc"]
    tx.add(
        Key("aws.Account", "", "account"),
        {"id": ACCOUNT, "region": REGION, "zones": zones},
    )
    starters.starter_identities(tx)
    return tx


def caller(arn: str = f"arn:aws:iam::{ACCOUNT}:user/learner") -> Caller:
    return Caller(ACCOUNT, arn, REGION, "AIDAEXAMPLE", access_key_id="AKIAEXAMPLE")


def call(tx: Tx, action: str, who: Caller | None = None, **request):
    return dispatch.run(tx, AwsCall(who or caller(), action, request))


def a_role(tx: Tx, name: str, trust: dict = TRUST, **request):
    text = json.dumps(trust)
    return call(
        tx,
        "iam:CreateRole",
        RoleName=name,
        AssumeRolePolicyDocument=text,
        **request,
    )["Role"]


def session(tx: Tx, role: dict, name: str = "sam") -> Caller:
    """The caller that somebody who assumed a role is."""
    return Caller(
        ACCOUNT,
        f"arn:aws:sts::{ACCOUNT}:assumed-role/{role['RoleName']}/{name}",
        REGION,
        f"{role['RoleId']}:{name}",
    )


def policy(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions, resource="*", **more):
    return {"Effect": "Allow", "Action": actions, "Resource": resource, **more}
