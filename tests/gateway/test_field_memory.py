"""A refused field costs one retry, and is remembered (wire 8.1)."""

from __future__ import annotations

import httpx
import pytest

from callrail_tui import errors
from callrail_tui.gateway.client import Gateway
from callrail_tui.model.fields import DETAIL_FIELDS, KNOWN_GOOD_FIELDS, LIST_FIELDS
from callrail_tui.model.query import CallQuery
from tests.gateway.connected import Handler, Record, connected, in_turn

QUERY = CallQuery()


def strict(
    refused: set[str], asked: list[set[str]], *, names_them: bool = True, one_at_a_time: bool = False
) -> Handler:
    """A server that answers 400 when a field in `refused` is asked for."""

    def handle(request: httpx.Request) -> httpx.Response:
        fields = set(request.url.params.get("fields", "").split(",")) - {""}
        asked.append(fields)
        bad = sorted(fields & refused)
        if bad:
            named = bad[:1] if one_at_a_time else bad
            words = f"Invalid fields: {', '.join(named)}" if names_them else "Bad request"
            return httpx.Response(400, json={"error": words})
        return httpx.Response(200, json={"calls": [{"id": "CAL1"}], "id": "CAL1"})

    return handle


async def test_a_server_that_names_the_field_loses_only_that_one() -> None:
    asked: list[set[str]] = []
    record = Record()
    async with connected(strict({"source"}, asked), record=record) as gateway:
        assert (await gateway.calls.page("ACC1", QUERY)).items
        assert gateway.refused_fields == {"source"}
        assert (await gateway.calls.page("ACC1", QUERY, 2)).items
    assert asked == [set(LIST_FIELDS), set(LIST_FIELDS) - {"source"}, set(LIST_FIELDS) - {"source"}]
    assert record.admitted == 3


async def test_a_server_that_does_not_is_asked_for_the_known_good_set() -> None:
    asked: list[set[str]] = []
    async with connected(strict({"source"}, asked, names_them=False)) as gateway:
        await gateway.calls.page("ACC1", QUERY)
        await gateway.calls.page("ACC1", QUERY, 2)
    assert asked == [set(LIST_FIELDS), set(KNOWN_GOOD_FIELDS), set(KNOWN_GOOD_FIELDS)]
    assert gateway.refused_fields == set(LIST_FIELDS) - set(KNOWN_GOOD_FIELDS)


async def test_a_server_that_names_them_one_by_one_ends_at_the_known_good_set() -> None:
    asked: list[set[str]] = []
    async with connected(strict({"agent_email", "source"}, asked, one_at_a_time=True)) as gateway:
        await gateway.calls.page("ACC1", QUERY)
        await gateway.calls.page("ACC1", QUERY, 2)
    assert asked[2:] == [set(KNOWN_GOOD_FIELDS)] * 2


async def test_the_single_get_has_a_memory_of_its_own() -> None:
    asked: list[set[str]] = []
    async with connected(strict({"spam", "custom"}, asked)) as gateway:
        await gateway.calls.get("ACC1", "CAL1")
        await gateway.calls.get("ACC1", "CAL2")
        await gateway.calls.page("ACC1", QUERY)
    assert asked[1] == asked[2] == set(DETAIL_FIELDS) - {"spam", "custom"}
    assert asked[3] == set(LIST_FIELDS)


async def test_names_that_only_the_single_get_knows_are_not_asked_of_the_list() -> None:
    asked: list[set[str]] = []
    async with connected(strict(set(), asked)) as gateway:
        await gateway.calls.page("ACC1", CallQuery(fields=("conversational_transcript", "integration_data", "note")))
    assert asked == [{"note"}]


async def test_a_400_about_something_else_is_raised_as_it_came() -> None:
    record = Record()

    async def page(gateway: Gateway, query: CallQuery) -> errors.BadRequest:
        with pytest.raises(errors.BadRequest, match="does not accept") as refused:
            await gateway.calls.page("ACC1", query)
        return refused.value

    refusal = httpx.Response(400, json={"error": "No such company"})
    async with connected(in_turn([refusal]), record=record) as gateway:
        first = await page(gateway, QUERY)
        assert record.admitted == 2
        await page(gateway, QUERY.changed(fields=("note",)))
        assert record.admitted == 3
        assert gateway.refused_fields == frozenset()
    assert (first.detail, first.status) == ("No such company", 400)


async def test_a_400_about_dates_alone_costs_no_retry() -> None:
    record = Record()
    refusal = httpx.Response(400, json={"error": "Calls are kept for 25 months: please narrow the date range"})
    async with connected(in_turn([refusal]), record=record) as gateway:
        with pytest.raises(errors.BadRequest):
            await gateway.calls.page("ACC1", QUERY)
    assert record.admitted == 1


async def test_a_field_refused_from_the_known_good_set_alone_is_a_refused_field() -> None:
    async with connected(strict({"tags"}, [])) as gateway:
        with pytest.raises(errors.RefusedField):
            await gateway.calls.page("ACC1", CallQuery(fields=("tags",)))
