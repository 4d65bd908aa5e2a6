"""cloudformation:ValidateTemplate."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import answers, submission, template
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:ValidateTemplate", reads=True)
def validate_template(_tx: Tx, _caller: Caller, request: Doc) -> Doc:
    found = template.parsed(submission.text(request))
    return {
        "Parameters": answers.declared(found, constraints=False),
        **answers.capabilities(found),
        **({"Description": found.description} if found.description else {}),
    }
