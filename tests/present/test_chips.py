"""What a query applies, as chips."""

from datetime import date

from callrail_tui.model.query import CallQuery, DatePreset
from callrail_tui.model.views import view_query
from callrail_tui.present.chips import chips, empty_result

TODAY = date(2026, 11, 23)
DEFAULTS = view_query("all", TODAY)
NAMES = {"COM1": "Acme [Plumbing]", "TRK1": "Website"}


def applied(query: CallQuery) -> dict[str, str]:
    return {chip.id: chip.label.plain for chip in chips(query, DEFAULTS, NAMES.get)}


def test_the_default_view_has_no_chip() -> None:
    assert applied(DEFAULTS) == {}


def test_each_part_is_a_chip_in_words() -> None:
    query = DEFAULTS.changed(
        company_id="COM1", tracker_id="TRK1", search="smith", lead_status="not_scored", answer_status="missed",
        direction="inbound", device="mobile", call_type="first_call", tags=("Hot", "Cold"), sort="duration",
        order="asc", date_range=DatePreset.TODAY, start_date=None, end_date=None,
    )  # fmt: skip
    assert applied(query) == {
        "tracker": "tracker Website", "company": "company Acme [Plumbing]", "dates": "today",
        "call_type": "first-time callers", "answer_status": "missed", "direction": "inbound", "device": "mobile",
        "lead_status": "not scored", "tag:Cold": "tag Cold", "tag:Hot": "tag Hot", "search": "search smith",
        "sort": "sort Length↑",
    }  # fmt: skip


def test_clearing_a_chip_takes_only_that_part_away() -> None:
    query = DEFAULTS.changed(tags=("Hot", "Cold"), search="smith")
    cleared = {chip.id: chip.cleared for chip in chips(query, DEFAULTS, NAMES.get)}
    assert cleared["tag:Hot"] == query.changed(tags=("Cold",))
    assert cleared["search"] == query.changed(search=None)


def test_clearing_the_company_clears_its_tracker() -> None:
    query = DEFAULTS.changed(company_id="COM1", tracker_id="TRK1")
    company = next(chip for chip in chips(query, DEFAULTS, NAMES.get) if chip.id == "company")
    assert company.cleared == DEFAULTS


def test_an_empty_result_names_the_filter_to_loosen() -> None:
    words = empty_result(DEFAULTS.changed(search="zz", direction="inbound"), DEFAULTS, NAMES.get).plain
    assert "Try without search zz" in words
    assert "one of 2 filters" in words


def test_an_empty_account_is_no_filters_fault() -> None:
    assert "No calls" in empty_result(DEFAULTS, DEFAULTS, NAMES.get).plain
