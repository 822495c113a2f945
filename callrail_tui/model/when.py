"""Timestamps in the eight spellings of the wire (wire 4.4), and the zones they are shown in."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def timestamp(value: object) -> datetime | None:
    """An aware moment, or None when the text is no timestamp or names no zone; the raw text is then shown as it is."""
    if not isinstance(value, str) or not 8 <= len(value) <= 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    # At the ends of the calendar a moment cannot be moved to another zone.
    return moment if moment.tzinfo is not None and 1 < moment.year < 9999 else None


@lru_cache(maxsize=256)
def zone(name: str | None) -> tzinfo | None:
    """The zone of an IANA name; None for null and for names no zone data knows, such as Rails-style ones (wire 4.3)."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC if name == "UTC" else None
