"""The lines of the account tree (floor 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.text import Text

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.directory import Company, Tracker
from callrail_tui.present.text import display_text, fit, width

SCOPE_MARK = "● "
"""Before the line that the list is narrowed to."""
UNCOUNTED = "  not counted: r"
"""In place of the count of calls not scored, with the cure."""
_BESIDE_CURE = 14


def all_companies(account_name: str | None, untouched: int | None, typed: str = "", *, uncounted: bool = False) -> Text:
    """The root: the whole account, that its calls could not be counted, and the filter of the names if there is one."""
    name = account_name or "All companies"
    if uncounted:  # the tree beside the list would cut off what follows a long name
        label = display_text(fit(name, min(width(name), _BESIDE_CURE)), style="bold").append(UNCOUNTED, "dim")
    else:
        label = _with_count(display_text(name, limit=60, style="bold"), untouched)
    return label.append_text(display_text(f"  /{typed}", limit=40, style="reverse")) if typed else label


def scoped(line: Text) -> Text:
    """The line that the list is narrowed to, with its mark."""
    return display_text(SCOPE_MARK).append_text(line)


def company_line(company: Company, untouched: int | None) -> Text:
    """A company with its count of calls not scored."""
    label = display_text(company.name or company.id, limit=80, style="dim" if company.is_disabled else "")
    if company.is_disabled:
        return label.append("  disabled", "dim")
    return _with_count(label, untouched)


def tracker_line(tracker: Tracker) -> Text:
    """A tracker with its kind, and its number when it has just one."""
    label = display_text(tracker.name or tracker.id, limit=80, style="dim" if tracker.is_disabled else "")
    numbers = len(tracker.numbers)
    kind = f"  pool of {numbers}" if tracker.type == "session" else ""
    label.append(kind, "dim")
    return label.append("  disabled", "dim") if tracker.is_disabled else label


def shown_companies(
    companies: Iterable[Company], typed: str, with_disabled: bool, trackers_of: Callable[[str], Sequence[Tracker]]
) -> list[Company]:
    """Active ones first, by name; those whose name, or that of a tracker that is here, contains what is typed."""

    def matches(company: Company) -> bool:
        if not typed or typed in (company.name or company.id).casefold():
            return True
        return any(typed in (tracker.name or "").casefold() for tracker in trackers_of(company.id))

    shown = [one for one in companies if (with_disabled or not one.is_disabled) and matches(one)]
    return sorted(shown, key=lambda one: (one.is_disabled, (one.name or one.id).casefold()))


def shown_trackers(trackers: Iterable[Tracker], with_disabled: bool) -> list[Tracker]:
    """Active ones first, by name."""
    shown = (one for one in trackers if with_disabled or not one.is_disabled)
    return sorted(shown, key=lambda one: (one.is_disabled, (one.name or one.id).casefold()))


def company_words(shown: int, typed: str, error: CallrailTuiError | None, total: int | None) -> tuple[Text, ...]:
    """What stands below the companies, or in place of them; `total` is None while they are on their way."""
    if error is not None:
        return failure_lines(error)
    if shown:
        return ()
    if total is None:
        return (reading_line(),)
    if typed:
        return (nothing_line("no name contains that"),)
    return (nothing_line("no active companies: . shows the others" if total else "no companies"),)


def tracker_words(shown: int, error: CallrailTuiError | None, total: int | None) -> tuple[Text, ...]:
    """What stands below a company's trackers, or in place of them."""
    if error is not None:
        return failure_lines(error)
    if total is None:
        return (reading_line(),)
    return () if shown else (nothing_line("no active trackers" if total else "no trackers"),)


def reading_line() -> Text:
    """Something is on its way."""
    return display_text("reading …", style="dim")


def nothing_line(words: str) -> Text:
    """There is nothing here."""
    return display_text(words, style="dim italic")


def failure_lines(error: CallrailTuiError) -> tuple[Text, ...]:
    """Something could not be read; where it was to appear, and below it the cure, which a narrow tree would cut off."""
    return (display_text(error.title, limit=120, style="bold"), display_text("r tries again", style="dim"))


def _with_count(label: Text, untouched: int | None) -> Text:
    return label if untouched is None else label.append(f"  {untouched:,}", "dim")
