"""Access policies: names and rules."""

from __future__ import annotations

from clusters.sim.catalog import access_policies


def test_names_are_listed_once_and_those_with_rules_are_among_them():
    assert len(set(access_policies.NAMES)) == len(access_policies.NAMES)
    assert set(access_policies.RULES) <= set(access_policies.NAMES)


def test_viewers_read_no_secrets_and_editors_change_no_roles():
    def resources(name: str) -> set[str]:
        return {r for rule in access_policies.RULES[name] for r in rule.resources}

    assert "secrets" not in resources("AmazonEKSViewPolicy")
    assert "secrets" in resources("AmazonEKSEditPolicy")
    assert "roles" not in resources("AmazonEKSEditPolicy")
    assert "roles" in resources("AmazonEKSAdminPolicy")
