"""ec2:DeleteLaunchTemplateVersions."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import launch_template
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteLaunchTemplateVersions")
def delete_launch_template_versions(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = launch_template.located(tx, caller.region, request)
    gone: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for wanted in request["Versions"]:
        doc = tx.need(key)
        entry = {
            "LaunchTemplateId": key.name,
            "LaunchTemplateName": doc["LaunchTemplateName"],
            "VersionNumber": int(wanted) if str(wanted).isdecimal() else 0,
        }
        refusal = _refusal(doc, str(wanted))
        if refusal:
            kept.append({**entry, "ResponseError": refusal})
            continue
        with tx.edit(key) as body:
            body["_"]["versions"] = [
                v
                for v in body["_"]["versions"]
                if str(v["VersionNumber"]) != str(wanted)
            ]
        gone.append(entry)
    return {
        "SuccessfullyDeletedLaunchTemplateVersions": gone,
        "UnsuccessfullyDeletedLaunchTemplateVersions": kept,
    }


def _refusal(doc: Doc, wanted: str) -> dict[str, str]:
    if wanted == str(doc["DefaultVersionNumber"]):
        text = "The default version of the launch template cannot be deleted."
        return {"Code": "unexpectedError", "Message": text}
    if all(str(v["VersionNumber"]) != wanted for v in doc["_"]["versions"]):
        text = f"Could not find version {wanted}."
        return {"Code": "launchTemplateVersionDoesNotExist", "Message": text}
    return {}
