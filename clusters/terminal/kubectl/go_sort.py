"""Go's sort.Sort, step for step: things that compare equal come out in its order.

It is pattern-defeating quicksort, which keeps no order among equals; kubectl shows
events of the same second as it leaves them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
SHORT, NINTHER, SHIFTED = 12, 50, 50
MOST_SWAPS, MOST_STEPS, LEAST_BROKEN = 12, 5, 8
WORD = (1 << 64) - 1


def sorted_as_go(things: list[T], less: Callable[[T, T], bool]) -> list[T]:
    """A new list in order."""
    work = _Sort(list(things), less)
    work.quick(0, len(things), len(things).bit_length())
    return work.things


class _Sort(Generic[T]):
    def __init__(self, things: list[T], less: Callable[[T, T], bool]) -> None:
        self.things = things
        self.before = less
        self.swaps = 0

    def less(self, i: int, j: int) -> bool:
        return self.before(self.things[i], self.things[j])

    def swap(self, i: int, j: int) -> None:
        self.things[i], self.things[j] = self.things[j], self.things[i]

    def quick(self, a: int, b: int, limit: int) -> None:
        balanced = partitioned = True
        while b - a > SHORT:
            if limit == 0:
                self.heap(a, b)
                return
            if not balanced:
                self.break_patterns(a, b)
                limit -= 1
            pivot, rising = self.pivot(a, b)
            if balanced and partitioned and rising and self.nearly_sorted(a, b):
                return
            if a > 0 and not self.less(a - 1, pivot):
                a = self.equals(a, b, pivot)
                continue
            length = b - a
            middle, partitioned = self.partition(a, b, pivot)
            balanced = min(middle - a, b - middle) >= length // 8
            if middle - a < b - middle:
                self.quick(a, middle, limit)
                a = middle + 1
            else:
                self.quick(middle + 1, b, limit)
                b = middle
        self.insert(a, b)

    def insert(self, a: int, b: int) -> None:
        for i in range(a + 1, b):
            j = i
            while j > a and self.less(j, j - 1):
                self.swap(j, j - 1)
                j -= 1

    def heap(self, a: int, b: int) -> None:
        size = b - a
        for root in range((size - 1) // 2, -1, -1):
            self.sift(root, size, a)
        for end in range(size - 1, -1, -1):
            self.swap(a, a + end)
            self.sift(0, end, a)

    def sift(self, root: int, end: int, first: int) -> None:
        while (child := 2 * root + 1) < end:
            if child + 1 < end and self.less(first + child, first + child + 1):
                child += 1
            if not self.less(first + root, first + child):
                return
            self.swap(first + root, first + child)
            root = child

    def pivot(self, a: int, b: int) -> tuple[int, bool]:
        """The pivot's place, and whether the things seem to be in order already."""
        self.swaps = 0
        quarter = (b - a) // 4
        i, j, k = a + quarter, a + quarter * 2, a + quarter * 3
        if b - a >= NINTHER:
            i, j, k = (self.median(place - 1, place, place + 1) for place in (i, j, k))
        j = self.median(i, j, k)
        if self.swaps == MOST_SWAPS:
            self.things[a:b] = self.things[a:b][::-1]
            return (b - 1) - (j - a), True
        return j, self.swaps == 0

    def median(self, a: int, b: int, c: int) -> int:
        a, b = self.ordered(a, b)
        b, c = self.ordered(b, c)
        a, b = self.ordered(a, b)
        return b

    def ordered(self, a: int, b: int) -> tuple[int, int]:
        if self.less(b, a):
            self.swaps += 1
            return b, a
        return a, b

    def partition(self, a: int, b: int, pivot: int) -> tuple[int, bool]:
        self.swap(a, pivot)
        i, j, already = a + 1, b - 1, True
        while True:
            while i <= j and self.less(i, a):
                i += 1
            while i <= j and not self.less(j, a):
                j -= 1
            if i > j:
                break
            already = False
            self.swap(i, j)
            i, j = i + 1, j - 1
        self.swap(j, a)
        return j, already

    def equals(self, a: int, b: int, pivot: int) -> int:
        """Put those equal to the pivot first; where the others begin."""
        self.swap(a, pivot)
        i, j = a + 1, b - 1
        while True:
            while i <= j and not self.less(a, i):
                i += 1
            while i <= j and self.less(a, j):
                j -= 1
            if i > j:
                return i
            self.swap(i, j)
            i, j = i + 1, j - 1

    def nearly_sorted(self, a: int, b: int) -> bool:
        """Mend a few places that are out of order; whether all is in order then."""
        i = a + 1
        for _ in range(MOST_STEPS):
            while i < b and not self.less(i, i - 1):
                i += 1
            if i == b:
                return True
            if b - a < SHIFTED:
                return False
            self.swap(i, i - 1)
            if i - a > 1:
                self.shift(range(i - 1, 0, -1))
            if b - i > 1:
                self.shift(range(i + 1, b))
        return False

    def shift(self, places: range) -> None:
        for j in places:
            if not self.less(j, j - 1):
                return
            self.swap(j, j - 1)

    def break_patterns(self, a: int, b: int) -> None:
        length = b - a
        if length < LEAST_BROKEN:
            return
        random, mask = length, (1 << length.bit_length()) - 1
        place = a + (length // 4) * 2
        for i in range(3):
            random ^= random << 13 & WORD
            random ^= random >> 7
            random ^= random << 17 & WORD
            other = random & mask
            self.swap(place - 1 + i, a + (other - length if other >= length else other))
