"""cloudformation:GetTemplateSummary."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import answers, stack, submission, template
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:GetTemplateSummary", reads=True)
def get_template_summary(tx: Tx, caller: Caller, request: Doc) -> Doc:
    if request.get("StackName"):
        key = stack.require(tx, caller.region, request["StackName"])
        found = stack.template_of(tx.need(key))
    else:
        found = template.parsed(submission.text(request))
    types = sorted({doc["Type"] for doc in found.resources.values()})
    return {
        "Parameters": answers.declared(found, constraints=True),
        **answers.capabilities(found),
        "ResourceTypes": types,
        "Version": found.data.get("AWSTemplateFormatVersion", "2010-09-09"),
        **({"Description": found.description} if found.description else {}),
    }
