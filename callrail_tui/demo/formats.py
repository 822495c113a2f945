"""Spellings of numbers, lengths and times in answers (wire 2.3, 4.4, 8.8)."""

from datetime import datetime, tzinfo


def national(number: str | None) -> str | None:
    """``404-555-0114`` for a North American number, anything else as it is."""
    if number and len(number) == 12 and number.startswith("+1"):
        return f"{number[2:5]}-{number[5:8]}-{number[8:]}"
    return number


def length(seconds: int | None) -> str | None:
    """``13s``, ``2m 59s``, ``1h 4m``."""
    if seconds is None:
        return None
    if seconds < 60:
        return f"{seconds}s"
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}m {rest}s" if minutes < 60 else f"{minutes // 60}h {minutes % 60}m"


def money(value: int | str | None) -> str:
    """``$600.00``, or ``--`` when unset."""
    return "--" if value in (None, "") else f"${float(value or 0):,.2f}"


def moment(milliseconds: int, zone: tzinfo) -> str:
    """``2026-02-10T00:45:19.781-08:00``: calls and users."""
    seconds, rest = divmod(milliseconds, 1000)
    local = datetime.fromtimestamp(seconds, zone).replace(microsecond=rest * 1000)
    return local.isoformat(timespec="milliseconds")


def with_offset(instant: datetime, zone: tzinfo) -> str:
    """The same spelling, of a moment."""
    return instant.astimezone(zone).isoformat(timespec="milliseconds")


def utc_fraction(instant: datetime | None) -> str | None:
    """``2026-02-10T08:43:51.280Z``: companies."""
    return None if instant is None else f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03d}Z"


def utc_plain(instant: datetime | None) -> str | None:
    """``2011-07-05T19:06:10Z``: trackers."""
    return None if instant is None else f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def spaced(instant: datetime, zone: tzinfo) -> str:
    """``2026-02-10 03:43:50 -0500``: accounts."""
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S %z")


def microseconds(instant: datetime) -> str:
    """``2026-02-10T09:55:17.574212Z``: connections."""
    return f"{instant:%Y-%m-%dT%H:%M:%S.%f}Z"
