"""Where a session's outbox is put together: its file, its lock, its holds, its sender."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING

from callrail_tui.errors import NotJournalled
from callrail_tui.session.bases import Bases, Source
from callrail_tui.session.call_window import CallWindow
from callrail_tui.session.delivery import Delivery
from callrail_tui.session.edits import Edits
from callrail_tui.session.facts import Fact
from callrail_tui.session.holds import Holds
from callrail_tui.session.journal import Journal
from callrail_tui.session.outbox_place import HOLD, OUTBOX_FILE, SPAM_HOLD, OutboxPlace
from callrail_tui.session.sender import Sender
from callrail_tui.session.tag_key import TagKey
from callrail_tui.session.worker import Worker
from callrail_tui.storage.sender_lock import SenderLock

if TYPE_CHECKING:
    from callrail_tui.storage.outbox import Outbox


def make_edits(
    worker: Worker,
    account_id: str,
    window: CallWindow,
    report: Callable[[Fact], None],
    place: OutboxPlace | None,
    *,
    read_only: bool,
    clock: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]],
) -> Edits:
    """The edits of one account; without a place nothing can be decided. The file is opened by `begin`."""

    def open_outbox() -> Outbox:
        from callrail_tui.storage.outbox import Outbox  # late: it loads SQLite, which the first page does not need

        if place is None:
            raise NotJournalled("There is no place on disk to keep decisions in.")
        file = place.folder / OUTBOX_FILE
        return Outbox(file, place.key_fingerprint, account_id, now=place.now, on_step=place.on_step)

    lock = None
    if place is not None:
        plain = re.sub(r"[^A-Za-z0-9_-]", "_", account_id)
        lock = SenderLock(place.folder / f"outbox-{place.key_fingerprint}-{plain}.lock")
    journal = Journal(open_outbox, report)
    holds = Holds(place.hold if place else HOLD, place.spam_hold if place else SPAM_HOLD, clock)
    delivery = Delivery(worker, account_id, journal, TagKey(journal), report)
    bases = Bases(worker, account_id, clock)
    sender = Sender(delivery, bases, journal, lock, holds, report, clock=clock, sleep=sleep)
    return Edits(journal, sender, holds, report, locate=lambda calls: _locate(window, calls), read_only=read_only)


def _locate(window: CallWindow, call_ids: Iterable[str]) -> Source | None:
    """The pages of the list that hold these calls; None where reading them one by one costs no more."""
    rows = {call_id: window.index_of(call_id) for call_id in call_ids}
    pages = sorted({row // window.query.per_page + 1 for row in rows.values() if row is not None})
    return Source(window.query, pages) if pages and len(pages) < len(rows) else None
