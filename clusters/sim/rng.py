"""Randomness that replays: each draw is a hash of the world's seed and a counter."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

KUBE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"
"""The letters of generated Kubernetes names: no vowels, so no words."""
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


class Rng:
    """Draws from (seed, counter); whoever keeps both can go on where it stopped."""

    def __init__(self, seed: int, counter: int) -> None:
        self.seed = seed
        self.counter = counter

    def bits(self) -> int:
        """256 fresh bits."""
        self.counter += 1
        text = f"{self.seed}:{self.counter}".encode()
        return int.from_bytes(hashlib.blake2b(text, digest_size=32).digest(), "big")

    def fraction(self) -> float:
        """A number in [0, 1)."""
        return (self.bits() >> 203) / (1 << 53)

    def between(self, low: float, high: float) -> float:
        return round(low + (high - low) * self.fraction(), 3)

    def below(self, end: int) -> int:
        return self.bits() % end

    def choice(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def letters(self, count: int, alphabet: str) -> str:
        value, out = self.bits(), []
        for _ in range(count):
            value, at = divmod(value, len(alphabet))
            out.append(alphabet[at])
        return "".join(out)

    def hex(self, count: int) -> str:
        return f"{self.bits():064x}"[-count:]

    def digits(self, count: int) -> str:
        return self.letters(count, "0123456789")

    def base32(self, count: int) -> str:
        """The tail of an IAM unique id, such as AROA…"""
        return self.letters(count, BASE32)

    def suffix(self) -> str:
        """The five letters that Kubernetes appends to a generateName."""
        return self.letters(5, KUBE_ALPHABET)

    def uuid(self) -> str:
        """A random (version 4) UUID."""
        h = self.hex(32)
        variant = "89ab"[int(h[16], 16) % 4]
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{variant}{h[17:20]}-{h[20:]}"
