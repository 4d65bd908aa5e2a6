"""How long things take on AWS, each figure with where it is from and when."""

from __future__ import annotations

from typing import NamedTuple

from clusters.sim.rng import Rng


class Timing(NamedTuple):
    """`seconds` on average, give or take `spread` (a fraction of them).

    `published` is False for what AWS does not publish: inferred so that the phases
    add up to the totals that public logs show.
    """

    seconds: float
    spread: float
    source: str
    seen: str
    published: bool = True

    def draw(self, rng: Rng) -> float:
        """This object's own duration, in simulated seconds."""
        swing = self.seconds * self.spread
        return rng.between(self.seconds - swing, self.seconds + swing)
