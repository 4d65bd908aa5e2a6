"""ARNs of IAM principals."""

from __future__ import annotations

import pytest

from clusters.sim.catalog.arns import principal

A = "111122223333"


@pytest.mark.parametrize(
    ("arn", "who", "session"),
    [
        (f"arn:aws:sts::{A}:assumed-role/dev/sam", f"arn:aws:iam::{A}:role/dev", "sam"),
        (f"arn:aws:iam::{A}:role/a/b/dev", f"arn:aws:iam::{A}:role/dev", ""),
        (f"arn:aws:iam::{A}:user/team/sam", f"arn:aws:iam::{A}:user/sam", ""),
        (f"arn:aws:iam::{A}:root", f"arn:aws:iam::{A}:root", ""),
    ],
)
def test_a_session_is_its_role_and_paths_do_not_count(arn, who, session):
    assert principal(arn) == (who, A, session)
