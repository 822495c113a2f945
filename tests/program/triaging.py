"""A gateway of one account, the program on it, and what the gateway holds of each call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from callrail_tui.demo import DemoApp, DemoSettings, create_app
from callrail_tui.demo.account import Account
from callrail_tui.demo.pattern import Lead
from callrail_tui.demo.tagbook import Tag
from tests.program.driving import CANARY, served_arguments, start
from tests.program.served import Served
from tests.terminal_process import TerminalProcess

SIZE = (120, 24)
UNTOUCHED = (Lead.NOT_SCORED, frozenset(), None)
"""Lead status, tags and note of a call that `W` works."""
GOOD = {"lead_status": "good_lead"}
OUTCOME = (
    '[outcomes.quote]\nkey = "Q"\nlead_status = "good_lead"\nadd_tags = ["Price shopper"]\nnote = "Wants a quote."\n'
)
REVIEWED = "Follow up"


class Judged(NamedTuple):
    """What a PUT can change of a call, as the gateway holds it."""

    lead: Lead
    tags: frozenset[str]
    note: str | None
    value: int | str | None
    spam: bool
    name: str | None


def gateway(**more: Any) -> DemoApp:
    """One account behind one connection, its clock standing still: what rings now is still ringing at the end."""
    start = datetime.now(UTC)
    settings: dict[str, Any] = {"connections": ("ACTIVE",), "accounts": 1, "now": lambda: start}
    return create_app(DemoSettings(**{**settings, **more}))


def configure(folder: Path, words: str) -> None:
    """Write the person's config file."""
    place = folder / "config" / "callrail-tui"
    place.mkdir(parents=True, exist_ok=True)
    (place / "config.toml").write_text(words)


def calls_of(account: Account) -> range:
    """Every call by its number, the oldest first."""
    return range(len(account.book().population))


def call_id(account: Account, index: int) -> str:
    """The id of a call."""
    return account.mint.make("CAL", index)


def row_of(account: Account, index: int) -> int:
    """Where the call stands in the default view, counted from 1."""
    return len(calls_of(account)) - index


def judged(account: Account, index: int) -> Judged:
    """What the gateway holds of a call now."""
    book = account.book()
    triage = book.triage(index)
    caller = book.population.caller(index, book.population.row(index))
    tags = frozenset(account.tags.names(triage.tags))
    return Judged(triage.lead, tags, triage.note, triage.value, triage.spam, book.name(caller))


def company_of(account: Account, index: int) -> int:
    """The number of the call's company."""
    return account.book().unedited(index).company


def usable_tags(account: Account, company: int) -> list[Tag]:
    """The tags that a call of a company may be given."""
    return [tag for tag in account.tags if tag.company in (None, company) and not tag.disabled]


def favourites(account: Account, company: int) -> list[str]:
    """What the keys from 1 on mean while nothing is set: the most used tags of the loaded calls, ties by name."""
    used = Counter(
        name.casefold()
        for index in calls_of(account)
        if company_of(account, index) == company
        for name in judged(account, index).tags
    )
    names = {tag.name.casefold(): tag.name for tag in usable_tags(account, company)}
    ranked = sorted((key for key in names if used[key]), key=lambda key: (-used[key], key))
    return [names[key] for key in ranked[:9]]


@contextmanager
def begin(folder: Path, server: Served, first: str, *, module: str = "callrail_tui") -> Iterator[TerminalProcess]:
    """The command on this server, once the list shows; it is quit at the end."""
    with start(folder, *served_arguments(server.url), module=module, size=SIZE, MATON_API_KEY=CANARY) as app:
        app.wait_text(first)
        yield app
        if app.returncode is None:
            app.send("q")
            assert app.wait_exit() == 0


def status(app: TerminalProcess) -> str:
    """The status line."""
    return app.text.splitlines()[-1]


def all_sent(app: TerminalProcess) -> None:
    """Until nothing is pending."""
    app.wait(lambda: "pending" not in status(app), what="nothing pending")


def unscored(account: Account) -> int:
    """The newest call that nobody has scored."""
    return next(index for index in reversed(calls_of(account)) if judged(account, index).lead is Lead.NOT_SCORED)
