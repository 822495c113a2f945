"""Every record is read from anything: each field null, absent or of a wrong type, beside unknown ones (wire 2.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callrail_tui.model import administration, directory, figures
from callrail_tui.model.call import Call, FieldState, Outcome, decode_call
from callrail_tui.model.fields import CALL_FIELDS, DETAIL_FIELDS, KNOWN_GOOD_FIELDS, LIST_FIELDS, THEMES
from callrail_tui.model.read import Json
from tests.model.json_values import VALUES
from tests.model.samples import (
    ACCOUNT,
    CALL,
    COMPANY,
    CONNECTION,
    FIGURES,
    FILTER,
    INTEGRATION,
    NOTIFICATION,
    TAG,
    TRACKER,
    USER,
)

KINDS: list[tuple[Callable[[Json], Any], dict[str, Any]]] = [
    (decode_call, CALL),
    (directory.decode_connection, CONNECTION),
    (directory.decode_account, ACCOUNT),
    (directory.decode_company, COMPANY),
    (directory.decode_tracker, TRACKER),
    (administration.decode_tag, TAG),
    (administration.decode_user, USER),
    (administration.decode_integration, INTEGRATION),
    (administration.decode_integration_filter, FILTER),
    (administration.decode_notification, NOTIFICATION),
    (figures.decode_figures, FIGURES),
]
NAMES = [sample_decoder.__name__ for sample_decoder, _ in KINDS]
WRONG: list[object] = [None, "", "x", 7, -1, 1.5, True, [], [None], ["x"], {}, {"id": 1}, "x" * 1_000_000, 10**300]


@pytest.mark.parametrize(("decode", "sample"), KINDS, ids=NAMES)
def test_each_field_in_turn_may_be_anything(decode: Callable[[Json], Any], sample: dict[str, Any]) -> None:
    whole = decode(sample)
    for name in sample:
        others = set(whole._fields) - {"raw"}
        for wrong in [{}, *({name: value} for value in WRONG)]:
            damaged = {key: value for key, value in sample.items() if key != name} | wrong
            record = decode(damaged)
            changed = {field for field in others if getattr(record, field) != getattr(whole, field)}
            assert len(changed) <= 2
            assert record.raw == damaged


@pytest.mark.parametrize(("decode", "sample"), KINDS, ids=NAMES)
@settings(max_examples=30)
@given(data=st.data())
def test_no_object_makes_a_decoder_raise(
    decode: Callable[[Json], Any], sample: dict[str, Any], data: st.DataObject
) -> None:
    known = data.draw(st.dictionaries(st.sampled_from(sorted(sample)), VALUES, max_size=6))
    unknown = data.draw(st.dictionaries(st.text(max_size=8), VALUES, max_size=3))
    raw = {**sample, **unknown, **known}
    record = decode(raw)
    assert record == decode(raw)
    assert record.raw in (raw, raw.get("connection"))


@pytest.mark.parametrize(("decode", "sample"), KINDS, ids=NAMES)
def test_unknown_fields_change_nothing_but_can_be_seen(decode: Callable[[Json], Any], sample: dict[str, Any]) -> None:
    record = decode({**sample, "masked_id": 7})
    assert record._replace(raw={}) == decode(sample)._replace(raw={})
    assert record.raw["masked_id"] == 7


def test_a_call_as_the_reference_shows_it() -> None:
    call = decode_call(CALL)
    assert (call.tags, call.value, call.first_call, call.duration) == (("Lead",), "600.00", True, 36)
    assert call.outcome is Outcome.VOICEMAIL
    assert call.is_scored
    assert hash(call) == hash(decode_call(dict(CALL)))
    assert "raw" not in repr(call)


@pytest.mark.parametrize(
    ("raw", "scored"),
    [
        ({"lead_status": "not_a_lead"}, True),
        ({"lead_status": "a new word"}, True),
        ({"lead_status": None}, False),
        ({"lead_status": ""}, False),
        ({}, None),
        ({"lead_status": ["good_lead"]}, None),
    ],
)
def test_a_call_is_not_scored_only_where_the_answer_says_so(raw: dict[str, Any], scored: bool | None) -> None:
    assert decode_call(raw).is_scored is scored


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"answered": True}, Outcome.ANSWERED),
        ({"answered": False, "direction": "inbound", "duration": 5}, Outcome.MISSED),
        ({"answered": False, "direction": "outbound", "duration": 5}, Outcome.ABANDONED),
        ({"answered": False, "voicemail": True}, Outcome.VOICEMAIL),
        ({"answered": None, "duration": None}, Outcome.IN_PROGRESS),
        ({}, Outcome.IN_PROGRESS),
        ({"answered": None, "duration": 5}, Outcome.UNKNOWN),
        ({"call_type": "abandonded"}, Outcome.ABANDONED),
        ({"call_type": "abandoned"}, Outcome.ABANDONED),
        ({"call_type": "voicemail_transcription"}, Outcome.VOICEMAIL),
        ({"call_type": "in_progress", "answered": True}, Outcome.IN_PROGRESS),
        ({"call_type": "outbound", "answered": True}, Outcome.ANSWERED),
        ({"call_type": "new word", "answered": True}, Outcome.ANSWERED),
    ],
)
def test_what_became_of_a_call(said: dict[str, Any], outcome: Outcome) -> None:
    assert decode_call(said).outcome is outcome


@pytest.mark.parametrize(
    ("number", "withheld"),
    [("+18885550100", False), (None, True), ("", True), ("+266696687", True), ("Anonymous", True), ("+2562533", True)],
)
def test_placeholder_numbers_are_withheld_ones(number: str | None, withheld: bool) -> None:
    assert decode_call({"customer_phone_number": number}).is_number_withheld is withheld


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        ({}, FieldState.ABSENT),
        ({"tags": None}, FieldState.NULL),
        ({"tags": []}, FieldState.EMPTY),
        ({"tags": ["a"]}, FieldState.PRESENT),
        ({"tags": "a"}, FieldState.WRONG_TYPE),
        ({"tags": ["a", {"name": "b"}]}, FieldState.PRESENT),
        ({"tags": ["a", 7]}, FieldState.WRONG_TYPE),
        ({"tags": [{"title": "a"}]}, FieldState.WRONG_TYPE),
    ],
)
def test_absent_null_empty_and_wrong_are_not_the_same(raw: dict[str, Any], state: FieldState) -> None:
    assert decode_call(raw).state_of("tags") is state
    assert decode_call({"new": 1}).state_of("new") is FieldState.PRESENT


@given(st.sampled_from(sorted(CALL_FIELDS)), VALUES)
def test_every_field_has_a_state_for_every_value(name: str, value: object) -> None:
    assert decode_call({name: value}).state_of(name) in FieldState


def test_what_was_not_given_is_none_and_not_empty() -> None:
    call: Call = decode_call({"id": "CAL1"})
    assert (call.tags, call.note, call.lead_status, call.value) == (None, None, None, None)
    assert decode_call({"tags": []}).tags == ()
    assert decode_call({"tags": ["a", 7]}).tags == ("a",)


def test_a_connection_in_its_wrapper_and_its_order() -> None:
    assert directory.decode_connection({"connection": CONNECTION}) == directory.decode_connection(CONNECTION)
    assert "session_token" not in repr(directory.decode_connection(CONNECTION))
    rows = [
        {"id": "young", "status": "ACTIVE", "creation_time": "2026-02-11T00:00:00Z"},
        {"id": "undated", "status": "ACTIVE"},
        {"connectionId": "old", "status": "active", "creation_time": "2026-02-10T00:00:00Z"},
        {"id": "failed", "status": "FAILED", "creation_time": "2026-02-01T00:00:00Z"},
    ]
    ordered = directory.active_oldest_first(tuple(directory.decode_connection(row) for row in rows))
    assert [one.id for one in ordered] == ["old", "young", "undated"]


@pytest.mark.parametrize(
    ("source", "kind"),
    [({"type": "direct"}, "direct"), ({"google": ["paid"]}, None), ("all", "all"), (None, None), ([], None)],
)
def test_a_tracker_s_source_in_its_shapes(source: object, kind: str | None) -> None:
    assert directory.decode_tracker({**TRACKER, "source": source}).source_type == kind


def test_a_user_without_a_name_is_called_by_the_parts() -> None:
    assert administration.decode_user({"first_name": "Ada", "last_name": None}).name == "Ada"
    assert administration.decode_user({}).name is None


def test_secrets_are_not_in_a_repr() -> None:
    assert "secret" not in repr(administration.decode_integration(INTEGRATION))


def test_figures_of_both_kinds() -> None:
    summary = figures.decode_figures(FIGURES)
    assert summary.totals == {"total_calls": 42}
    assert (summary.rows[0].key, summary.rows[0].numbers) == (None, {"total_calls": 2, "leads": 1})
    series = figures.decode_figures(
        {"data": [{"key": "2026-02-03", "date": "2026-02-03", "total_calls": 5}, {"date": "x"}]}
    )
    assert [(row.key, dict(row.numbers)) for row in series.rows] == [("2026-02-03", {"total_calls": 5}), ("x", {})]


def test_the_catalogue_hangs_together() -> None:
    assert set(LIST_FIELDS) >= set(KNOWN_GOOD_FIELDS)
    assert set(DETAIL_FIELDS) >= set(LIST_FIELDS)
    for name in (*LIST_FIELDS, *KNOWN_GOOD_FIELDS, *DETAIL_FIELDS):
        assert not CALL_FIELDS[name].default
    assert not any(CALL_FIELDS[name].single_only for name in LIST_FIELDS)
    assert {field.theme for field in CALL_FIELDS.values()} == set(THEMES)
