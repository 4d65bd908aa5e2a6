"""The stacks of our own templates: how they stand, and what they put out."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from clusters.sim.aws.cloudformation import event
from clusters.sim.world import Document, World
from clusters.steps.standing import Failed

COMPLETE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
FAILED = ("CREATE_FAILED", "DELETE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")


def template(name: str) -> str:
    """The text of one of our own templates."""
    folder = files("clusters.sim.catalog") / "templates"
    return (folder / name).read_text(encoding="utf-8")


def find(world: World, name: str) -> Document | None:
    """The stack of this name, as long as it is not deleted."""
    stacks = [doc for _, doc in world.list("cloudformation.Stack")]
    return next((doc for doc in stacks if doc["StackName"] == name), None)


def outputs(world: World, name: str, wanted: Iterable[str]) -> dict[str, str] | None:
    """The outputs of a stack once it is complete. Raises Failed."""
    stack = find(world, name)
    if stack is None:
        return None
    if stack["StackStatus"] in FAILED:
        raise Failed(
            f"Stack {name} is {stack['StackStatus']}. {why(world, stack)}".rstrip(),
            "Mend the cause, delete the stack, then retry.",
        )
    if stack["StackStatus"] not in COMPLETE:
        return None
    found = {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs") or ()}
    for output in wanted:
        if output not in found:
            raise Failed(
                f"Stack {name} has no output {output}.",
                "It was made from another template: delete it, then retry.",
            )
    return found


def why(world: World, stack: Document) -> str:
    """What failed first, in the words of the stack's events."""
    for entry in reversed(event.of_stack(world, stack)):
        if entry["ResourceStatus"].endswith("_FAILED"):
            reason = entry.get("ResourceStatusReason", entry["ResourceStatus"])
            return f"{entry['LogicalResourceId']}: {reason}"
    return ""


def part_made(world: World, name: str, whole: int) -> int:
    """So much of `whole` as of the stack's resources is complete."""
    stack = find(world, name)
    if stack is None:
        return 0
    if stack["StackStatus"] in COMPLETE:
        return whole
    text: str = stack["_"]["template"]
    wanted = max(1, text.count("Type: AWS::"))
    made = [
        doc
        for _, doc in world.list("cloudformation.StackResource")
        if doc["StackId"] == stack["StackId"]
        and doc["ResourceStatus"] == "CREATE_COMPLETE"
    ]
    return min(whole, whole * len(made) // wanted)
