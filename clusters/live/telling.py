"""A chain of changes in words: who did what, when, and which members it changed."""

from __future__ import annotations

from typing import Any

from clusters.live import difference, links
from clusters.live.actors import AWS, actor
from clusters.live.chain import Act, Chain
from clusters.live.links import Where
from clusters.live.words import (
    NEXT_WHOSE,
    OWNER,
    PAINT,
    TONE,
    counted,
    sim_text,
    wall_text,
)
from clusters.sim.datacenter import owners

DID = {"made": "was made", "changed": "was changed", "gone": "was deleted"}


def act(here: Where, found: Act) -> dict[str, Any]:
    """One act as pages show it."""
    who, step = actor(found.main.actor), found.changed
    changed, more = difference.fields(step)
    others = len({s.key for s in found.steps if s.act != "said"} - {step.key})
    return {
        "number": found.main.rv,
        "sim": sim_text(found.main.sim),
        "wall": wall_text(found.main.wall),
        "actor": who.text,
        "side": AWS if who.side == AWS else "you",
        "thing": links.name(found.key),
        "href": links.href(here, found.key),
        "text": sentence(found),
        "reason": found.told.reason if found.told else "",
        "tone": TONE.get(found.told.severity, "info") if found.told else "info",
        "fields": changed,
        "more": counted(more, "more field") if more else "",
        "others": counted(others, "other thing") if others else "",
    }


def sentence(found: Act) -> str:
    """What the act was, in its own words where it told any."""
    if found.told is not None and found.told.message:
        return found.told.message
    named = links.name(found.key)
    upper = named[:1].upper() + named[1:]
    return f"{upper} {DID.get(found.changed.act, 'was spoken of')}."


def owner(found: Act) -> str:
    """Whose the thing is: as it was told, else by its kind."""
    return found.told.owner if found.told else owners.owner(found.key.kind)


def chain(here: Where, found: Chain) -> dict[str, Any]:
    """The whole chain; its own act is told first."""
    whose = owner(found.act)
    return {
        "act": act(here, found.act),
        "owner": PAINT.get(whose, "you"),
        "owner_word": OWNER.get(whose, "You"),
        "told_next": NEXT_WHOSE.get(found.act.told.next, "") if found.act.told else "",
        "causes": [act(here, one) for one in found.causes],
        "effects": [act(here, one) for one in found.effects],
        "whole": found.whole,
        "more": found.more,
    }
