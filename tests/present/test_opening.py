"""What the screens before the calls say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.content import Content

from callrail_tui.errors import BadReply, ConfigError, Unreachable
from callrail_tui.model.directory import decode_account, decode_connection
from callrail_tui.present.opening import (
    account_choices,
    connection_choices,
    failed,
    no_accounts,
    no_connections,
    unknown_account,
    unknown_connection,
)
from callrail_tui.text import FORBIDDEN, clean
from tests.hostile import PAYLOADS


def test_without_a_detail_there_are_the_title_and_the_cure() -> None:
    for error in (ConfigError("No.", "Yes."), BadReply("No.", "Yes.")):
        notice = failed(error)
        assert notice.title.plain == "No."
        assert [line.plain for line in notice.lines] == ["Yes.", ""]


def lines_of(payload: str) -> Iterator[Content]:
    """Every line that shows foreign text, with the payload wherever it may stand."""
    connection = decode_connection({"connection_id": payload, "status": payload, "creation_time": payload})
    active = decode_connection({"connection_id": payload, "status": "ACTIVE", "creation_time": payload})
    account = decode_account({"id": payload, "name": payload, "hipaa_account": payload})
    for choice in (
        *connection_choices([connection, active], payload, payload),
        *account_choices([account], payload),
    ):
        yield choice.label
        if choice.refusal is not None:
            yield choice.refusal
    yield unknown_connection(payload)
    yield unknown_account(payload)
    yield from no_connections([connection]).lines
    yield from no_accounts(active).lines


@pytest.mark.parametrize("name", PAYLOADS)
def test_foreign_text_obeys_nothing_and_leaves_room_for_the_other_lines(name: str) -> None:
    for line in lines_of(PAYLOADS[name]):
        assert FORBIDDEN.search(line.plain) is None
        assert len(line.plain) < 240
        assert not any("@" in str(span.style) or "link" in str(span.style) for span in line.spans)


def test_what_was_named_is_told_beside_what_there_is() -> None:
    assert unknown_connection("c-1").plain == "There is no active connection c-1. Which one instead?"
    assert unknown_account("ACC1").plain == "This connection sees no account ACC1. Which one instead?"


def test_a_connection_of_blank_status_is_of_none() -> None:
    (choice,) = connection_choices([decode_connection({"connection_id": "c-1", "status": "  "})], None, None)
    assert choice.label.plain == "c-1  ?  since ?"
    assert choice.refusal is not None
    assert choice.refusal.plain == "It is of no status, not ACTIVE."


@pytest.mark.parametrize("name", PAYLOADS)
def test_an_error_in_foreign_words_is_cleaned(name: str) -> None:
    """Such as a host that cannot be resolved, or what is wrong with a certificate."""
    payload = PAYLOADS[name]
    notice = failed(Unreachable(f"The name {payload} cannot be resolved.", payload, detail=payload))
    for line in (notice.title, *notice.lines):
        assert FORBIDDEN.search(line.plain) is None
        assert {str(span.style) for span in line.spans} <= {"dim"}


def test_a_connection_that_is_default_and_in_use_fits_eighty_cells() -> None:
    uuid = "12ae3023-7b17-4f14-856b-1fbb9ceba9e8"
    raw = {"connection_id": uuid, "status": "ACTIVE", "creation_time": "2026-11-13T00:00:00Z"}
    (choice,) = connection_choices([decode_connection(raw)], uuid, uuid)
    assert choice.label.plain == f"{uuid}  ACTIVE  in use  since 13 Nov 2026"
    assert choice.label.cell_length <= 74
    (choice,) = connection_choices([decode_connection(raw)], uuid, None)
    assert choice.label.plain == f"{uuid}  ACTIVE  default  since 13 Nov 2026"
    assert choice.label.cell_length <= 74


@pytest.mark.parametrize(
    "name", ["Brightwater Agency", *(PAYLOADS[one] for one in ("newlines", "osc 52 st", "markup bold"))]
)
def test_a_connection_opened_before_tells_whose_calls_it_showed(name: str) -> None:
    connections = [decode_connection({"connection_id": one, "status": "ACTIVE"}) for one in ("c-1", "c-2")]
    before, never = connection_choices(connections, "c-1", None, {"c-1": name})
    first, second = before.label.plain.split("\n")
    assert first.startswith("c-1  ACTIVE")
    assert second == f"    last open: {clean(name, limit=60)}"
    assert "\n" not in never.label.plain
