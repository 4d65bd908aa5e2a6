"""Who may do what: roles, bindings, access policies, and the refusal's words."""

from __future__ import annotations

from clusters.sim.kube.rbac.authorizer import Decision, Request, authorize, check

__all__ = ["Decision", "Request", "authorize", "check"]
