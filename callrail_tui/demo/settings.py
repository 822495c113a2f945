"""What the embedded gateway can be told: how much data, which clock, and which of the wire's traps to spring."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

BAD_KEY: Final = "invalid-key"
"""The one bearer key that is refused (401) when ``DemoSettings.api_key`` is None."""

MOST_CALLS: Final = 1_000_000

Intercept = Callable[[str, str], Awaitable[int | None]]


@dataclass(frozen=True, repr=False)
class DemoSettings:
    """One embedded gateway, fully described; equal settings and an equal clock give equal answers."""

    calls: int = 2_000
    """Calls in the first account, 0 to 1,000,000; the second account always has 200 of its own."""
    seed: int = 7
    now: Callable[[], datetime] | None = None
    """An aware clock; None means the machine's."""
    companies: int = 6
    trackers_per_company: int = 5
    accounts: int = 2
    """Accounts visible to the token, 0 to 2; the second is a HIPAA account."""
    connections: tuple[str, ...] = ("ACTIVE", "ACTIVE")
    """Status of each connection at the start, oldest first."""
    activation_polls: int = 3
    """Reads of a PENDING connection after which it settles."""
    activation_seconds: float = 8.0
    """Age at which a PENDING connection settles, whatever was read."""
    activation_outcome: Literal["ACTIVE", "FAILED", "PENDING"] = "ACTIVE"

    api_key: str | None = None
    """The only key that is accepted; None accepts any but ``BAD_KEY``."""
    enforce_limits: bool = False
    """Answer 429 over 1,000 an hour, 10,000 a day or 10 a second; otherwise the limits are only reported."""
    retry_after: int | None = None
    """Seconds for the Retry-After header of a 429; None sends no such header."""

    value_fails: bool = False
    """A call PUT that holds ``value`` answers 500, and nothing of it is applied."""
    tag_key: Literal["both", "tag_list", "tags"] = "both"
    """Which key of a call PUT carries tags."""
    other_tag_key: Literal["ignored", "refused"] = "ignored"
    """What happens to the key that ``tag_key`` leaves out."""
    tag_objects: bool = False
    """Calls show their tags as objects rather than as names."""
    refused_fields: frozenset[str] = frozenset()
    """Names of the catalogue that the calls list nevertheless answers with 400."""
    forbidden: frozenset[str] = frozenset()
    """Resources (``tags``, ``users``, ``integrations`` …, ``summary``) that answer 403."""
    account_tags_forbidden: bool = False
    """Account-level tags may not be made or changed: 403."""
    hostile: bool = False
    """Some names, notes and tags hold control bytes, markup and bidi marks."""
    intercept: Intercept | None = field(default=None, compare=False)
    """Awaited with (method, path) before each answer; a returned status is answered instead."""

    def __post_init__(self) -> None:
        """Refuse numbers that no population can be computed for."""
        if not 0 <= self.calls <= MOST_CALLS:
            raise ValueError(f"demo calls must be 0 to {MOST_CALLS:,}, not {self.calls:,}")
        if not 1 <= self.companies <= 2_000 or not 1 <= self.trackers_per_company <= 20:
            raise ValueError("demo companies must be 1 to 2,000 and trackers of each 1 to 20")
        if not 0 <= self.accounts <= 2:
            raise ValueError("demo accounts must be 0 to 2")
