"""Policy documents that people write, and what IAM says of them."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.sim.aws.iam import policy_document
from clusters.sim.errors import Refusal
from tests.sim.aws.iam.account import TRUST, allow, policy
from tests.sim.aws.refusing import refuses

STATEMENT = TRUST["Statement"][0]
BAD = [
    ("{", "This policy contains invalid Json"),
    ("[]", "Syntax errors in policy."),
    (policy(), "Missing required field Statement"),
    (policy("x"), "Syntax errors in policy."),
    (policy({**allow("eks:*"), "Effect": "Maybe"}), "Invalid effect: Maybe"),
    (policy({**allow("eks:*"), "Effect": ["Allow"]}), "Invalid effect"),
    (policy({**allow("eks:*"), "Why": "x"}), "Syntax errors in policy."),
    (policy({**allow("eks:*"), "Principal": "*"}), "Has prohibited field Principal"),
    (policy({**allow("eks:*"), "Condition": []}), "Syntax errors in policy."),
    (policy({"Effect": "Allow", "Resource": "*"}), "must contain actions."),
    (policy({"Effect": "Allow", "Action": "eks:*"}), "must contain resources."),
    (policy(allow("ListClusters")), "must be prefaced by a vendor"),
    (policy(allow("eks:*", "demo")), 'Resource demo must be in ARN format or "*".'),
    (policy(allow("eks:*")).replace("2012", "2013"), "2012-10-17 or greater"),
]
BAD_TRUST = [
    (policy(allow("sts:AssumeRole")), "Has prohibited field Resource"),
    (
        policy({"Effect": "Allow", "Action": "sts:AssumeRole"}),
        "Missing required field Principal",
    ),
    (policy({**STATEMENT, "Action": "eks:*"}), "may only specify STS AssumeRole"),
    (
        policy({**STATEMENT, "Principal": {"Service": "eks"}}),
        'Invalid principal in policy: "SERVICE":"eks"',
    ),
    (policy({**STATEMENT, "Principal": {"AWS": "sam"}}), 'principal in policy: "AWS"'),
    (policy({**STATEMENT, "Principal": {"Who": "sam"}}), "Syntax errors in policy."),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_a_bad_permissions_policy_is_refused_in_iams_words(text, message):
    with refuses("MalformedPolicyDocument", message, 400):
        policy_document.identity(text, 6144)


@pytest.mark.parametrize(("text", "message"), BAD_TRUST)
def test_a_bad_trust_policy_is_refused_in_iams_words(text, message):
    with refuses("MalformedPolicyDocument", message, 400):
        policy_document.trust(text, 2048)


def test_a_policy_that_is_too_long_is_over_the_quota_blanks_not_counted():
    text = policy(allow("eks:ListClusters"))
    assert policy_document.identity(text + " " * 9000, len(text))
    with refuses("LimitExceeded", "Cannot exceed quota for PolicySize: 20"):
        policy_document.identity(text, 20)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda below: (
            st.lists(below, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["Statement", "Effect", "Action", "Principal", "Version"]
                )
                | st.text(max_size=2),
                below,
                max_size=4,
            )
        ),
        max_leaves=15,
    )
)
def test_whatever_is_written_is_read_or_refused(value):
    for read in (policy_document.identity, policy_document.trust):
        with suppress(Refusal):
            read(json.dumps(value), 6144)
