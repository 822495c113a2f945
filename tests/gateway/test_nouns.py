"""Each noun asks where the reference says, and reads what the reference shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from callrail_tui import errors
from callrail_tui.gateway.client import Gateway
from callrail_tui.gateway.collect import Collection, read_all
from callrail_tui.model.directory import Company
from callrail_tui.model.figures import FigureQuery
from callrail_tui.model.page import Page
from callrail_tui.model.query import CallQuery
from tests.gateway.connected import Record, connected, in_turn

Ask = Callable[[Gateway], Awaitable[object]]
FIGURES = FigureQuery(
    filters=(("date_range", "today"), ("tracker_ids[]", "TRK1")), fields=("leads",), group_by="source"
)


@pytest.mark.parametrize(
    ("ask", "method", "path"),
    [
        (lambda g: g.connections.list(status="ACTIVE"), "GET", "/connections?app=callrail&status=ACTIVE"),
        (lambda g: g.connections.get("c-1"), "GET", "/connections/c-1"),
        (lambda g: g.connections.create(), "POST", "/connections"),
        (lambda g: g.connections.delete("c-1"), "DELETE", "/connections/c-1"),
        (lambda g: g.accounts.page(2), "GET", "/a.json?per_page=250&page=2"),
        (lambda g: g.accounts.get("ACC1"), "GET", "/a/ACC1.json"),
        (lambda g: g.companies.page("ACC1", status="active", search="a b", sort="name"), "GET",
         "/a/ACC1/companies.json?status=active&search=a%20b&sort=name&per_page=250&page=1"),
        (lambda g: g.companies.get("ACC1", "COM1"), "GET", "/a/ACC1/companies/COM1.json"),
        (lambda g: g.calls.page("ACC1", CallQuery(fields=(), per_page=50, tags=("b", "a")), 3), "GET",
         "/a/ACC1/calls.json?tags%5B%5D=a&tags%5B%5D=b&per_page=50&page=3"),
        (lambda g: g.calls.get("ACC1", "CAL1", ("tags", "note")), "GET", "/a/ACC1/calls/CAL1.json?fields=tags%2Cnote"),
        (lambda g: g.calls.get("ACC1", "CAL1", ()), "GET", "/a/ACC1/calls/CAL1.json"),
        (lambda g: g.calls.update("ACC1", "CAL1", {"note": "x"}), "PUT", "/a/ACC1/calls/CAL1.json"),
        (lambda g: g.calls.summary("ACC1", FIGURES), "GET",
         "/a/ACC1/calls/summary.json?date_range=today&tracker_ids%5B%5D=TRK1&group_by=source&fields=leads"),
        (lambda g: g.calls.timeseries("ACC1", FigureQuery(interval="day")), "GET",
         "/a/ACC1/calls/timeseries.json?interval=day"),
        (lambda g: g.calls.recording("ACC1", "CAL1"), "GET", "/a/ACC1/calls/CAL1/recording.json"),
        (lambda g: g.calls.page_views("ACC1", "CAL1"), "GET", "/a/ACC1/calls/CAL1/page_views.json?per_page=250&page=1"),
        (lambda g: g.trackers.page("ACC1", company_id="COM1", type="source", fields=("campaign_name",)), "GET",
         "/a/ACC1/trackers.json?company_id=COM1&type=source&fields=campaign_name&per_page=250&page=1"),
        (lambda g: g.trackers.get("ACC1", "TRK1"), "GET", "/a/ACC1/trackers/TRK1.json"),
        (lambda g: g.tags.page("ACC1", tag_level="account"), "GET",
         "/a/ACC1/tags.json?tag_level=account&per_page=250&page=1"),
        (lambda g: g.tags.create("ACC1", {"name": "x"}), "POST", "/a/ACC1/tags.json"),
        (lambda g: g.tags.update("ACC1", "7", {"disabled": True}), "PUT", "/a/ACC1/tags/7.json"),
        (lambda g: g.tags.delete("ACC1", "7"), "DELETE", "/a/ACC1/tags/7.json"),
        (lambda g: g.users.page("ACC1", company_id="COM1"), "GET",
         "/a/ACC1/users.json?company_id=COM1&per_page=250&page=1"),
        (lambda g: g.users.get("ACC1", "USR1"), "GET", "/a/ACC1/users/USR1.json"),
        (lambda g: g.integrations.page("ACC1", "COM1"), "GET",
         "/a/ACC1/integrations.json?company_id=COM1&per_page=250&page=1"),
        (lambda g: g.integrations.get("ACC1", "7"), "GET", "/a/ACC1/integrations/7.json"),
        (lambda g: g.integrations.filters_page("ACC1", "COM1"), "GET",
         "/a/ACC1/integration_triggers.json?company_id=COM1&per_page=250&page=1"),
        (lambda g: g.notifications.page("ACC1", email="a@example.com"), "GET",
         "/a/ACC1/notifications.json?email=a%40example.com&per_page=250&page=1"),
        (lambda g: g.notifications.create("ACC1", {}), "POST", "/a/ACC1/notifications.json"),
        (lambda g: g.notifications.update("ACC1", "7", {}), "PUT", "/a/ACC1/notifications/7.json"),
        (lambda g: g.notifications.delete("ACC1", "7"), "DELETE", "/a/ACC1/notifications/7.json"),
    ],
)  # fmt: skip
async def test_where_each_question_goes(ask: Ask, method: str, path: str) -> None:
    seen: list[httpx.Request] = []
    lists = ("connections", "accounts", "companies", "calls", "page_views", "trackers", "tags", "users", "integrations")
    body = {name: [{"id": 7}] for name in (*lists, "integration_criteria", "notifications")}
    async with connected(in_turn([httpx.Response(200, json=body)], seen)) as gateway:
        outcome = await ask(gateway)
    prefix = "" if path.startswith("/connections") else "/callrail/v3"
    assert (seen[0].method, seen[0].url.raw_path.decode()) == (method, prefix + path)
    assert len(seen) == 1
    if isinstance(outcome, Page):
        assert len(outcome.items) == 1


async def test_a_new_connection_is_asked_for_by_app_and_read_in_both_shapes() -> None:
    seen: list[httpx.Request] = []
    pending = {"connection_id": "c-2", "status": "pending", "url": "https://connect.maton.ai/?session_token=x"}
    answers = [httpx.Response(200, json=pending), httpx.Response(201, json={"connection": pending})]
    async with connected(in_turn(answers, seen)) as gateway:
        flat, nested = await gateway.connections.create(), await gateway.connections.create()
    assert seen[0].content == b'{"app": "callrail"}'
    assert flat == nested
    assert (flat.id, flat.status) == ("c-2", "PENDING")
    assert "session_token" not in repr(flat)


async def test_connections_of_other_apps_are_left_out() -> None:
    rows = [{"connection_id": "1", "app": "slack"}, {"connection_id": "2", "app": "callrail"}, {"connection_id": "3"}]
    async with connected(in_turn([httpx.Response(200, json={"connections": rows})])) as gateway:
        assert [one.id for one in await gateway.connections.list()] == ["2", "3"]


async def test_bad_records_do_not_blank_a_page() -> None:
    rows: list[object] = [None, 7, "x", [], {"id": "CAL1", "tags": 3, "start_time": {}}, {}]
    async with connected(in_turn([httpx.Response(200, json={"calls": rows, "per_page": "x"})])) as gateway:
        page = await gateway.calls.page("ACC1", CallQuery(per_page=100))
    assert [call.id for call in page.items] == ["CAL1", ""]
    assert (page.number, page.per_page, page.total_records) == (1, 100, None)


async def test_a_page_is_decoded_in_slices() -> None:
    rows = [{"id": f"CAL{n}"} for n in range(250)]
    async with connected(in_turn([httpx.Response(200, json={"calls": rows})])) as gateway:
        turns = 0

        async def count_turns() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        alone = asyncio.create_task(count_turns())
        await gateway.calls.page("ACC1", CallQuery(fields=()), 1)
        whole = turns
        await gateway.calls.get("ACC1", "CAL1", ())
        alone.cancel()
    assert whole - (turns - whole) >= 4


def companies(page: int, *, total_pages: int | None = None, per_page: int = 2, ids: tuple[str, ...] = ()) -> Page[Any]:
    rows = tuple(Company(one, None, None, None, None, None, None, None, None, {}) for one in ids)
    return Page(rows, page, per_page, total_pages)


async def collected(pages: list[Page[Any]], cap: int = 50) -> tuple[Collection[Any], int]:
    asked: list[int] = []

    async def fetch(number: int) -> Page[Any]:
        asked.append(number)
        return pages[number - 1] if number <= len(pages) else companies(number)

    found = await read_all(fetch, cap=cap)
    assert asked == list(range(1, len(asked) + 1))
    return found, len(asked)


async def test_a_collection_is_read_to_its_end_with_each_id_once() -> None:
    found, requests = await collected(
        [companies(1, ids=("a", "b")), companies(2, ids=("b", "c")), companies(3, ids=("d",))]
    )
    assert [one.id for one in found.items] == ["a", "b", "c", "d"]
    assert (found.is_cut, requests) == (False, 3)


async def test_records_without_an_id_are_all_kept() -> None:
    found, _ = await collected([companies(1, total_pages=1, ids=("", "", "a"))])
    assert [one.id for one in found.items] == ["", "", "a"]


async def test_a_server_that_claims_too_much_is_cut_at_the_cap() -> None:
    endless = [companies(n, total_pages=10**9, ids=(f"a{n}", f"b{n}")) for n in range(1, 100)]
    found, requests = await collected(endless, cap=5)
    assert (found.is_cut, requests, len(found.items)) == (True, 5, 10)


async def test_a_server_that_repeats_itself_is_not_asked_for_ever() -> None:
    found, requests = await collected([companies(1, total_pages=9, ids=("a", "b"))] * 9)
    assert (found.is_cut, requests, len(found.items)) == (False, 2, 2)


async def test_an_error_on_a_later_page_is_the_errand_s_error() -> None:
    record = Record()
    answers = [httpx.Response(200, json={"tags": [{"id": 1}], "per_page": 1}), httpx.Response(403)]
    async with connected(in_turn(answers), record=record) as gateway:
        with pytest.raises(errors.NotAllowed):
            await read_all(lambda number: gateway.tags.page("ACC1", number))
    assert record.admitted == 2


async def test_a_single_record_is_read_without_fields_that_are_refused() -> None:
    seen: list[httpx.Request] = []
    refusal = httpx.Response(400, json={"error": "Invalid fields requested: campaign_name"})
    answers = [refusal, httpx.Response(200, json={"id": "TRK1"}), refusal]
    async with connected(in_turn(answers, seen)) as gateway:
        tracker = await gateway.trackers.get("ACC1", "TRK1", ("campaign_name",))
        assert tracker.id == "TRK1"
        paths = [request.url.raw_path.decode().rsplit("/", 1)[1] for request in seen]
        assert paths == ["TRK1.json?fields=campaign_name", "TRK1.json"]
        with pytest.raises(errors.BadRequest):
            await gateway.companies.get("ACC1", "COM1")
    assert len(seen) == 3
