"""Saying that a key opens nothing, so that what was typed behind it runs as no command (floor 6)."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def refuse_keys(screen: Screen[Any]) -> None:
    """What was to open does not: the keys held for it are dropped with a word."""
    refuse = getattr(screen.app, "refuse_keys", None)
    if refuse is not None:
        refuse()
