"""Which of very many ids were seen, in eight bytes each: a million calls take eight megabytes."""

from __future__ import annotations

import base64
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from hashlib import blake2b
from heapq import merge


def digest(call_id: str) -> int:
    """64 bits of an id; among a million ids two share theirs once in thirty million exports."""
    return int.from_bytes(blake2b(call_id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def packed(digests: Iterable[int]) -> str:
    """Digests as text, for a journal."""
    return base64.b64encode(b"".join(one.to_bytes(8, "big") for one in digests)).decode()


def unpacked(text: object) -> list[int]:
    """What `packed` made a text of; ValueError for anything else."""
    data = base64.b64decode(text, validate=True) if isinstance(text, str) else b"?"
    if len(data) % 8:
        raise ValueError("not a row of digests")
    return [int.from_bytes(data[start : start + 8], "big") for start in range(0, len(data), 8)]


class SeenIds:
    """Sorted runs, each more than twice as long as the next: few to look into, and seldom merged."""

    def __init__(self) -> None:
        self._runs: list[array[int]] = []

    def __contains__(self, one: int) -> bool:
        for run in self._runs:
            place = bisect_left(run, one)
            if place < len(run) and run[place] == one:
                return True
        return False

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def add(self, digests: Iterable[int]) -> None:
        """These are seen."""
        run = array("Q", sorted(set(digests)))
        if not run:
            return
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = array("Q", merge(self._runs.pop(), run))
        self._runs.append(run)
