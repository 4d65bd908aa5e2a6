"""ec2:DescribeLaunchTemplateVersions."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import describe, launch_template
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DescribeLaunchTemplateVersions", reads=True)
def describe_launch_template_versions(tx: Tx, caller: Caller, request: Doc) -> Doc:
    doc = tx.need(launch_template.located(tx, caller.region, request))
    wanted = request.get("Versions")
    if wanted:
        found = [launch_template.version(doc, str(name)) for name in wanted]
    else:
        low = _number(request.get("MinVersion") or 1)
        high = _number(request.get("MaxVersion") or doc["LatestVersionNumber"])
        numbers = [int(entry["VersionNumber"]) for entry in doc["_"]["versions"]]
        found = [
            launch_template.version(doc, str(number))
            for number in reversed(numbers)
            if low <= number <= high
        ]
    return describe.answer("LaunchTemplateVersions", found, request)


def _number(value: Any) -> int:
    if not str(value).isdecimal():
        text = f"Invalid launch template version number: {value}"
        raise Refusal("InvalidParameterValue", text)
    return int(value)
