"""Where set favourite tags are kept, as the screens see it: two functions, and what they are where nobody keeps any."""

from __future__ import annotations

from collections.abc import Callable

FavouritesOf = Callable[[str], tuple[str | None, ...]]
"""From a company's id to the names that were set on its keys 1 to 9; None for a key that was not."""

StoreFavourite = Callable[[str, int, str], None]
"""Takes a company's id, a key 1 to 9 and a tag's name; an empty name frees the key."""


def none_set(company_id: str) -> tuple[str | None, ...]:
    """Nobody has set a favourite."""
    return ()


def kept_nowhere(company_id: str, slot: int, name: str) -> None:
    """Nobody keeps it."""
