"""Who is calling: a browser session, an access key or an EKS token becomes a Caller."""

from __future__ import annotations

from clusters.callers.eks_tokens import BadToken, caller_for_eks_token
from clusters.callers.keys import (
    AccessKey,
    ExpiredKey,
    UnknownKey,
    issue_session,
    learner_key,
    replace_learner_key,
    signer,
)
from clusters.callers.kube_tokens import caller_for_kube_token, issue_kube_token
from clusters.callers.people import (
    OWNER,
    Person,
    issue_resume_code,
    keep,
    let_look_on,
    may,
    own,
    person,
    resume,
    role_in,
    sandboxes_of,
)
from clusters.callers.principals import learner

__all__ = [
    "OWNER",
    "AccessKey",
    "BadToken",
    "ExpiredKey",
    "Person",
    "UnknownKey",
    "caller_for_eks_token",
    "caller_for_kube_token",
    "issue_kube_token",
    "issue_resume_code",
    "issue_session",
    "keep",
    "learner",
    "learner_key",
    "let_look_on",
    "may",
    "own",
    "person",
    "replace_learner_key",
    "resume",
    "role_in",
    "sandboxes_of",
    "signer",
]
