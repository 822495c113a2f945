"""Moments, zones and lengths as a list writes them, pure and without the locale's help."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from callrail_tui.model.when import zone

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

DAY_CELLS, SHORT_DAY_CELLS = 10, 7


def in_zone(moment: datetime, where: tzinfo | None) -> datetime | None:
    """The moment on the clocks of a zone; None for this machine's own. None when out of range."""
    try:
        return moment.astimezone(where)
    except (OverflowError, ValueError, OSError):
        return None


def list_zone(company_zones: Iterable[str | None]) -> tzinfo | None:
    """The one zone for a list: the companies' own where they share one that is known, else None, this machine's."""
    names = set(company_zones)
    return zone(names.pop()) if len(names) == 1 else None


def zone_heading(where: tzinfo | None, at: date) -> str:
    """What the column of times is headed: `Denver time`, or `Local CET` for this machine's zone on that day."""
    if isinstance(where, ZoneInfo) and "/" in where.key:
        return f"{where.key.rsplit('/', 1)[1].replace('_', ' ')} time"
    noon = datetime(at.year, at.month, at.day, 12)
    if where is None:
        return f"Local {noon.astimezone().tzname() or 'time'}"
    return f"{noon.replace(tzinfo=where).tzname() or 'zone'} time"


def clock(moment: datetime) -> str:
    """`14:05`."""
    return f"{moment.hour:02}:{moment.minute:02}"


def day(of: date, today: date) -> str:
    """`Mon 23 Nov`, or `23 Nov '25` for another year than today's: at most `DAY_CELLS` wide."""
    if of.year == today.year:
        return f"{WEEKDAYS[of.weekday()]} {of.day:2} {MONTHS[of.month - 1]}"
    return f"{of.day:2} {MONTHS[of.month - 1]} '{of.year % 100:02}"


def short_day(of: date, today: date) -> str:
    """`23 Nov`, or `23Nov25` for another year than today's: at most `SHORT_DAY_CELLS` wide."""
    if of.year == today.year:
        return f"{of.day:2} {MONTHS[of.month - 1]}"
    return f"{of.day:2}{MONTHS[of.month - 1]}{of.year % 100:02}"


def moment_text(moment: datetime, where: tzinfo | None, today: date) -> str | None:
    """Day and time of day, as in `Mon 23 Nov 14:05`; None when the zone cannot express it."""
    local = in_zone(moment, where)
    return None if local is None else f"{day(local.date(), today)} {clock(local)}"


def duration(seconds: int, cells: int = 8) -> str:
    """`3:07` or `1:02:33`; where that is wider than `cells`, `1h02` and then `26h`."""
    if seconds < 0:
        return str(seconds)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    if not hours:
        return f"{minute}:{second:02}"
    for text in (f"{hours}:{minute:02}:{second:02}", f"{hours}h{minute:02}"):
        if len(text) <= cells:
            return text
    return f"{hours}h"


def countdown(seconds: float) -> str:
    """What is left of a wait: `0:42`, `59:12`, `1:00:00`; begun seconds count whole."""
    minutes, rest = divmod(math.ceil(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
