"""ec2:GetLaunchTemplateData."""

from __future__ import annotations

import base64

from clusters.sim.aws.ec2 import instance
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:GetLaunchTemplateData", reads=True)
def get_launch_template_data(tx: Tx, caller: Caller, request: Doc) -> Doc:
    doc = instance.require(tx, caller.region, request["InstanceId"])
    user_data = base64.b64encode(doc["_"]["user_data"].encode()).decode()
    data = {
        "ImageId": doc["ImageId"],
        "InstanceType": doc["InstanceType"],
        "SecurityGroupIds": [group["GroupId"] for group in doc["SecurityGroups"]],
        **({"UserData": user_data} if user_data else {}),
    }
    return {"LaunchTemplateData": data}
