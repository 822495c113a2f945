"""What one schedule came to, in counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

ALLOWED: Final = (
    "schedules",
    "kills",
    "keys",
    "decisions",
    "PUTs",
    "foreign",
    "inside",
    "in a bulk",
    "conflicts",
    "failed",
)
FORBIDDEN: Final = (
    "lost", "twice", "out of order", "outside", "false conflicts", "taken back but sent", "invented", "POSTs",
    "undelivered", "trouble",
)  # fmt: skip


@dataclass
class Verdict:
    """Counts of what may be and of what may not, and in words what may not."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    """Why edits failed, as the outbox says it."""
    found: list[str] = field(default_factory=list)

    def note(self, what: str, words: str) -> None:
        """One that must not be."""
        self.counts[what] += 1
        self.found.append(f"{what}: {words}")

    def add(self, other: Verdict) -> None:
        """Sum up."""
        self.counts += other.counts
        self.failures += other.failures
        self.found += other.found

    @property
    def is_clean(self) -> bool:
        """Whether nothing forbidden was seen."""
        return not any(self.counts[name] for name in FORBIDDEN)
