"""Working through in words: the count, the pace, and what is left at the end."""

from __future__ import annotations

from datetime import date

import pytest

from callrail_tui.model.views import view_query
from callrail_tui.model.work import Order, work_of
from callrail_tui.present.text import display
from callrail_tui.present.work import done_words, over_words, progress_line, waiting_words, work_words
from callrail_tui.session.working import Progress

TODAY = date(2026, 11, 23)
ALL = view_query("all", TODAY)
BUSY = Progress(1_012, 1_487, False, skipped=3, deferred=2, reviewed=1, passed=1, per_minute=14.2)


def test_the_count_is_never_an_n_of_m() -> None:
    assert done_words(12, 87, is_exact=True) == "12/87"
    assert done_words(12, 87, is_exact=False) == "12/≤87"
    assert done_words(12, None, is_exact=False) == "12/…"


def test_the_line_says_how_far_it_is_and_drops_what_does_not_fit_from_its_end() -> None:
    whole = progress_line(BUSY, Order.MISSED, 160).plain.strip()
    assert whole == (
        "1,012/≤1,487 done · 14/min · ~33 min left · 3 skipped · 2 deferred · 1 reviewed · 1 passed over · missed first"
    )
    short = progress_line(BUSY, Order.MISSED, 60).plain
    assert whole.startswith(short.strip())
    assert len(short) <= 60
    assert progress_line(BUSY, Order.MISSED, 10).plain.strip() == "1,012/≤1,487 done"


@pytest.mark.parametrize(
    ("per_minute", "words"),
    [(60.0, "60/min · ~8 min left"), (1_000.0, "under 1 min left"), (4.0, "~1 h 59 left"), (0.5, "under 1/min")],
)
def test_the_time_left_in_words(per_minute: float, words: str) -> None:
    assert words in progress_line(BUSY._replace(per_minute=per_minute), Order.NEWEST, 160).plain


def test_without_a_rate_there_is_no_time() -> None:
    assert "left" not in progress_line(BUSY._replace(per_minute=None), Order.NEWEST, 160).plain


def test_what_is_worked_is_named() -> None:
    query, _ = work_of(ALL.changed(company_id="COM1"), TODAY)
    words = work_words(query, ALL, lambda _: "Acme", is_checked=True).plain
    assert words == "untouched calls of the last 30 days · company Acme"
    own = work_words(ALL.changed(search="ann", answer_status="missed"), ALL, lambda _: None, is_checked=False).plain
    assert own == "missed · search ann"
    assert work_words(ALL, ALL, lambda _: None, is_checked=False).plain == "all calls"


def test_the_end_counts_the_piles_and_names_their_keys() -> None:
    words = over_words(Progress(5, 8, True, skipped=2, deferred=1, reviewed=1, passed=1)).plain
    lines = [" ".join(line.split()) for line in words.splitlines()]
    assert lines[0] == "Every card has been up."
    assert "3 decided" in lines
    assert "2 skipped · space works them again" in lines
    assert "1 deferred · ; works them again" in lines
    assert over_words(Progress(5, 5)).plain.startswith("All done.")
    assert over_words(Progress(0, 0)).plain.startswith("Nothing to work through here.")


def test_waiting_says_what_is_in_the_way() -> None:
    assert waiting_words(None).plain == "Reading the calls …"
    assert waiting_words(display("No network.")).plain == "No network.\nr asks again."
