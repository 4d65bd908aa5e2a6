"""ec2:DescribeLaunchTemplateVersions."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe, launch_template
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DescribeLaunchTemplateVersions", reads=True)
def describe_launch_template_versions(tx: Tx, caller: Caller, request: Doc) -> Doc:
    doc = tx.need(launch_template.located(tx, caller.region, request))
    wanted = request.get("Versions")
    if wanted:
        found = [launch_template.version(doc, str(name)) for name in wanted]
    else:
        numbers = [str(entry["VersionNumber"]) for entry in doc["_"]["versions"]]
        low = int(request.get("MinVersion") or 1)
        high = int(request.get("MaxVersion") or doc["LatestVersionNumber"])
        found = [
            launch_template.version(doc, name)
            for name in reversed(numbers)
            if low <= int(name) <= high
        ]
    return describe.answer("LaunchTemplateVersions", found, request)
