"""Field errors of a Pod's spec, and of a template that makes Pods."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube import names, selectors
from clusters.sim.kube.fields import (
    Problem,
    go_selector,
    invalid,
    required,
    unsupported,
)
from clusters.sim.kube.pods import containers, scheduling, volumes

RESTART_POLICIES = ("Always", "OnFailure", "Never")
DNS_POLICIES = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
MAX_SECONDS = 2147483647


def check(spec: Doc, path: str) -> list[Problem]:
    """All field errors of a Pod's spec."""
    out = volumes.check(spec, path)
    out += containers.check(spec, path)
    out += _policies(spec, path)
    out += scheduling.check(spec, path)
    user = (spec.get("securityContext") or {}).get("runAsUser")
    if user is not None and not 0 <= user <= containers.MAX_UID:
        here = f"{path}.securityContext.runAsUser"
        out.append(invalid(here, user, containers.UID_RANGE))
    deadline = spec.get("activeDeadlineSeconds")
    if deadline is not None and not 1 <= deadline <= MAX_SECONDS:
        told = f"must be between 1 and {MAX_SECONDS}, inclusive"
        out.append(invalid(f"{path}.activeDeadlineSeconds", deadline, told))
    return out


def _policies(spec: Doc, path: str) -> list[Problem]:
    out: list[Problem] = []
    restart, dns = spec.get("restartPolicy"), spec.get("dnsPolicy")
    if restart not in RESTART_POLICIES:
        out.append(unsupported(f"{path}.restartPolicy", restart, RESTART_POLICIES))
    if dns not in DNS_POLICIES:
        out.append(unsupported(f"{path}.dnsPolicy", dns, DNS_POLICIES))
    account = spec.get("serviceAccountName")
    if account:
        wrong = names.subdomain(account)
        out += [invalid(f"{path}.serviceAccountName", account, text) for text in wrong]
    host = spec.get("hostname")
    if host:
        out += [invalid(f"{path}.hostname", host, text) for text in names.label(host)]
    if spec.get("nodeName"):
        wrong = names.subdomain(spec["nodeName"])
        out += [invalid(f"{path}.nodeName", spec["nodeName"], text) for text in wrong]
    return out


def template(body: Doc, kind: str) -> list[Problem]:
    """Field errors of the selector and template of a workload that runs for ever."""
    spec = body.get("spec") or {}
    out: list[Problem] = []
    made = spec.get("template") or {}
    labels = (made.get("metadata") or {}).get("labels")
    struct = spec.get("selector")
    if struct is None:
        out.append(required("spec.selector"))
    else:
        out += scheduling.selector(struct, "spec.selector")
        if not (struct.get("matchLabels") or struct.get("matchExpressions")):
            told = f"empty selector is invalid for {kind}"
            out.append(invalid("spec.selector", struct, told, go=go_selector(struct)))
    out += names.labels(labels, "spec.template.metadata.labels")
    notes = (made.get("metadata") or {}).get("annotations")
    out += names.annotation_map(notes, "spec.template.metadata.annotations")
    if not selectors.selects(struct, labels):
        told = "`selector` does not match template `labels`"
        shown = labels or {}
        out.append(invalid("spec.template.metadata.labels", shown, told))
    out += check(made.get("spec") or {}, "spec.template.spec")
    restart = (made.get("spec") or {}).get("restartPolicy")
    if restart in {"OnFailure", "Never"}:
        out.append(
            unsupported("spec.template.spec.restartPolicy", restart, ("Always",))
        )
    return out


def same_selector(body: Doc, old: Doc) -> list[Problem]:
    """A workload's selector never changes."""
    now, before = body["spec"].get("selector"), old["spec"].get("selector")
    if now == before:
        return []
    shown = now or {}
    told = "field is immutable"
    return [invalid("spec.selector", shown, told, go="&" + go_selector(shown))]
