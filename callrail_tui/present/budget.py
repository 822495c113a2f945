"""The budget's panel: what was used, what is left, what stops when (wire 5.3)."""

from typing import NamedTuple

from textual.content import Content

from callrail_tui.present.text import assemble, display
from callrail_tui.present.times import countdown

NOT_USED = (("SMS send", 150, 1_000), ("Outbound call", 100, 2_000))
"""The documented classes that this program never uses, with their hour and day."""
PER_SECOND, STARTED = 10, 8
_NAME, _NUMBER = 15, 9


class BudgetFacts(NamedTuple):
    """What the panel shows; a share is the part of the budget up to which such requests are sent."""

    used_hour: int
    allowed_hour: int
    used_day: int
    allowed_day: int
    shares: tuple[tuple[str, float], ...]
    """What stops, and from which part of the budget on."""
    waits: float = 0.0
    """Seconds."""
    outage: bool = False
    not_shared: str | None = None
    """Why other windows are not counted; "" where there are none to count, None where they are."""


def budget_text(facts: BudgetFacts) -> Content:
    """Lines of at most 70 cells."""
    lines = [display(_columns("", "used", "allowed", "left"), style="bold")]
    for name, used, allowed in (
        ("This hour", facts.used_hour, facts.allowed_hour),
        ("This day", facts.used_day, facts.allowed_day),
    ):
        lines.append(display(_columns(name, f"{used:,}", f"{allowed:,}", f"{max(0, allowed - used):,}")))
    lines.append(display(""))
    lines += [
        assemble(name.ljust(_NAME), f"{hour:,} an hour, {day:,} a day: ", ("not used here", "bold"))
        for name, hour, day in NOT_USED
    ]
    lines.append(display(f"{'Gateway'.ljust(_NAME)}{PER_SECOND} a second for all apps: at most {STARTED} start here."))
    lines.append(display(""))
    lines += [_share(name, share, facts) for name, share in facts.shares]
    lines += [display(""), _wait(facts), display(_sharing(facts.not_shared))]
    return Content("\n").join(lines)


def _columns(name: str, *numbers: str) -> str:
    return name.ljust(_NAME) + "".join(number.rjust(_NUMBER) for number in numbers)


def _share(name: str, share: float, facts: BudgetFacts) -> Content:
    used = max(facts.used_hour / facts.allowed_hour, facts.used_day / facts.allowed_day)
    words = f"{name} up to {share:.0%}"
    return assemble((f"{words}: stopped", "bold")) if used >= share else display(f"{words}.")


def _wait(facts: BudgetFacts) -> Content:
    if not facts.waits:
        return display("Nothing waits. An answer of 429 makes everything wait, whatever is counted here.")
    why = "The service does not answer" if facts.outage else "CallRail's limit is reached (429)"
    return assemble((f"{why}: requests go on by themselves in {countdown(facts.waits)}.", "bold"))


def _sharing(not_shared: str | None) -> str:
    if not_shared is None:
        return "Counted with every window of this key on this machine, and kept over restarts."
    return f"Counted for this window alone{f': {not_shared}' if not_shared else ''}."
