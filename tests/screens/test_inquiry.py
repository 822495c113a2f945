"""The question of the list as a value."""

from datetime import date

from callrail_tui.screens.inquiry import Inquiry

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


def test_a_view_is_asked_on_one_company() -> None:
    inquiry = Inquiry.of_view("untouched", TODAY, "COM1")
    assert (inquiry.query.lead_status, inquiry.query.company_id) == ("not_scored", "COM1")
    assert (inquiry.query.start_date, inquiry.query.end_date) == ("2024-10-24", "2026-11-24")


def test_default_dates_move_with_the_day_and_the_persons_own_do_not() -> None:
    inquiry = Inquiry.of_view("all", TODAY)
    assert inquiry.moved_to(TOMORROW).query.end_date == "2026-11-25"
    own = inquiry.asking(inquiry.query.changed(start_date="2026-01-01", end_date="2026-02-01"))
    assert own.moved_to(TOMORROW).query == own.query


def test_clearing_everything_is_the_default_view() -> None:
    inquiry = Inquiry.of_view("missed", TODAY, "COM1").searching("x")
    assert inquiry.all_cleared == inquiry.defaults


def test_an_empty_search_is_none() -> None:
    assert Inquiry.of_view("all", TODAY).searching("x").searching("  ").query.search is None
