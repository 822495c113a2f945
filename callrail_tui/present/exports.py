"""What is said of exports: price, progress, end; plain text without Textual, for the screen and the command line."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from callrail_tui.model.export_plan import ExportState, Progress

MANY: Final = 20
"""Requests from which on somebody has to agree."""
_SECONDS: Final = 1.5
"""What a request for a page of 250 calls takes, about."""
_HOURLY, _DAILY = 850, 8_500
"""What exports may use of an hour and of a day: the rest stays for decisions (wire 5.3)."""
_NAME: Final = 40


def counted(number: int, one: str) -> str:
    """`1 call`, `2,000 calls`."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def price(requests: int | None, left: tuple[int, int], left_hour: int) -> str:
    """What an export costs, against what is left, and how long it takes where that is long."""
    if requests is None:
        return "How many requests it takes is not known yet."
    if not requests:
        return "No request: all of it is here, as it was last read."
    words = f"{counted(requests, 'request')} of the {left_hour:,} left this hour."
    if requests <= MANY and requests <= min(left):
        return words
    return f"{words} {duration(requests, left)}"


def needs_consent(requests: int | None, left: tuple[int, int]) -> bool:
    """Whether the price is high enough to be agreed to first."""
    return requests is None or requests > MANY or requests > min(left)


def duration(requests: int, left: tuple[int, int]) -> str:
    """How long so many requests take, one after the other, within the share of exports."""
    hour, day = left
    if requests > day:
        days = 1 + -(-(requests - day) // _DAILY)
        return (
            f"It takes about {counted(days, 'day')}: exports may use {_DAILY:,} requests a day, and {day:,} are left."
        )
    if requests > hour:
        hours = -(-(requests - hour) // _HOURLY)
        return (
            f"It takes about {counted(hours, 'hour')}: exports may use {_HOURLY} requests an hour, {hour:,} are left."
        )
    seconds = requests * _SECONDS
    return "It takes about a minute." if seconds <= 90 else f"It takes about {round(seconds / 60):,} minutes."


def default_name(scope: str, today: date, suffix: str) -> str:
    """`callrail-brightwater-agency-2026-11-23.csv`."""
    words = re.sub(r"[\W_]+", "-", scope.casefold()).strip("-")[:_NAME].strip("-")
    return f"callrail-{words or 'calls'}-{today.isoformat()}{suffix}"


def free_path(folder: Path, name: str) -> Path:
    """The name in the folder, with a number where there is such a file already."""
    path = folder / name
    tries = (path, *(path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, 100)))
    return next((one for one in tries if not one.exists()), path)


def shown_path(path: Path) -> str:
    """The path as people write it, with `~` for their home."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def path_of(typed: str, folder: Path) -> Path:
    """The path that was typed; a relative one is meant from `folder`."""
    path = Path(typed.strip())
    with suppress(RuntimeError):  # A `~name` that nobody is: it is told as a folder that is not there.
        path = path.expanduser()
    return path if path.is_absolute() else folder / path


_STATES: Final = {
    ExportState.RUNNING: "export",
    ExportState.WAITING: "export waits",
    ExportState.PAUSED: "export paused",
    ExportState.STOPPED: "export stopped",
    ExportState.DONE: "export done",
}


def share(progress: Progress) -> str:
    """`12/400`."""
    return f"{progress.done:,}/{progress.steps:,}" if progress.steps is not None else f"{progress.done:,}"


def status(progress: Progress | None) -> str:
    """For the status line: `export 12/400`; empty when there is none, or it is done."""
    if progress is None or progress.is_over:
        return ""
    return f"{_STATES[progress.state]} {share(progress)}"


def headline(progress: Progress) -> str:
    """`Export 12/400: 3,000 calls are written`."""
    if progress.is_report:
        return f"Report {share(progress)}"
    are = "call is" if progress.calls == 1 else "calls are"
    return f"Export {share(progress)}: {progress.calls:,} {are} written"


def standing(progress: Progress) -> str:
    """What it does now, and what becomes of it."""
    match progress.state:
        case ExportState.RUNNING:
            stops = "Leaving the program ends it." if progress.is_report else "Left, it can be gone on with later."
            return f"It goes on beside your work. {stops}"
        case ExportState.WAITING:
            why = f"{progress.error.title} " if progress.error is not None else ""
            return f"{why}It goes on by itself as soon as it can."
        case ExportState.PAUSED:
            return (
                "Paused." if progress.is_report else "Paused. What is written can be gone on with in another run too."
            )
        case ExportState.STOPPED:
            error = progress.error
            why = f"{error.title} {error.hint} " if error is not None else ""
            return f"{why}p goes on; what is written stays."
        case ExportState.DONE:
            return ended(progress)


def ended(progress: Progress) -> str:
    """What is told once: where the file is, how many calls it holds, and what it lacks."""
    if progress.state is not ExportState.DONE:
        error = progress.error
        why = f"{error.title} {error.hint}" if error is not None else ""
        return f"The {_what(progress)} stopped at {share(progress)}. {why} x shows it; what is written stays.".replace(
            "  ", " "
        )
    if progress.is_report:
        return f"The report is in {shown_path(progress.target)}."
    words = [f"Exported {counted(progress.calls, 'call')} to {shown_path(progress.target)}."]
    if progress.gone:
        words.append(f"{counted(progress.gone, 'marked call')} could not be found any more.")
    elif progress.expected is not None and progress.calls < progress.expected:
        fewer = progress.expected - progress.calls
        words.append(f"{fewer:,} fewer than the list had: calls left it while it was read.")
    if progress.refused:
        words.append(f"CallRail refuses these fields, so they are not there: {', '.join(progress.refused[:8])}.")
    return " ".join(words)


def _what(progress: Progress) -> str:
    return "report" if progress.is_report else "export"


def stays(progress: Progress) -> str:
    """What is said when the program or the account is left meanwhile."""
    if progress.is_report:
        return f"The report was not finished ({share(progress)}), so there is none."
    return (
        f"The export to {shown_path(progress.target)} is not finished ({share(progress)}); what is written stays: "
        "x in the calls of this account goes on with it."
    )
