"""The client on the embedded gateway: every noun, and the traps that it springs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from callrail_tui import errors
from callrail_tui.demo import BAD_KEY, DemoSettings, create_app
from callrail_tui.gateway.client import Gateway
from callrail_tui.gateway.collect import read_all
from callrail_tui.gateway.in_process import in_process
from callrail_tui.model.call import FieldState
from callrail_tui.model.directory import active_oldest_first
from callrail_tui.model.fields import CALL_FIELDS, LIST_FIELDS
from callrail_tui.model.figures import FIGURE_FIELDS, FigureQuery
from callrail_tui.model.query import CallQuery
from tests.gateway.connected import Record, connected

EVERYTHING = CallQuery(start_date="2024-10-25", end_date="2026-11-24")


def frozen() -> datetime:
    return datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@asynccontextmanager
async def demo(
    *, record: Record | None = None, key: str = "sk-demo", connection_id: str | None = None, **settings: object
) -> AsyncIterator[tuple[Gateway, str]]:
    """A client on an embedded gateway, and the id of its first account."""
    app = create_app(DemoSettings(now=frozen, **settings))  # type: ignore[arg-type]
    async with connected(in_process(app), record=record, key=key, connection_id=connection_id) as gateway:
        first = app.accounts[0].id if app.accounts else ""
        yield gateway, first


async def test_the_way_to_the_first_page_is_five_requests() -> None:
    record = Record()
    async with demo(record=record) as (gateway, _):
        connections = active_oldest_first(await gateway.connections.list())
        gateway.connection_id = connections[0].id
        account = (await gateway.accounts.page()).items[0]
        page = await gateway.calls.page(account.id, EVERYTHING)
        companies = await gateway.companies.page(account.id)
        figures = await gateway.calls.summary(
            account.id, FigureQuery(EVERYTHING.filters(), fields=("total_calls",), group_by="company_id")
        )
    assert record.admitted == 5
    assert len(connections) == 2
    assert page.total_records == 2_000
    assert len(page.items) == 250
    assert sum(row.numbers["total_calls"] for row in figures.rows) == 2_000
    assert {row.key for row in figures.rows} <= {company.id for company in companies.items}
    assert gateway.refused_fields == frozenset()


async def test_pages_join_without_a_gap() -> None:
    async with demo(calls=620) as (gateway, account):
        found = await read_all(lambda number: gateway.calls.page(account, EVERYTHING, number))
        relative, offset, has_next = list[str](), 0, True
        while has_next:
            page = await gateway.calls.relative_page(account, EVERYTHING, offset)
            assert page.stopped_by is None
            relative += [call.id for call in page.items]
            offset, has_next = offset + 1, page.has_next
    assert len(found.items) == 620
    assert relative == [call.id for call in found.items]
    moments = [call.start for call in found.items]
    assert all(one and other and one >= other for one, other in pairwise(moments))


async def test_collections_without_total_pages_are_read_to_their_end() -> None:
    async with demo(companies=60, trackers_per_company=5) as (gateway, account):
        found = await read_all(lambda number: gateway.trackers.page(account, number))
        first = await gateway.trackers.page(account)
        company = (await gateway.companies.page(account)).items[0]
        of_one = await gateway.trackers.page(account, company_id=company.id)
    assert len(found.items) == first.total_records
    assert not found.is_cut
    assert first.total_pages is None
    assert {tracker.company_id for tracker in of_one.items} == {company.id}


async def test_every_field_of_the_catalogue_is_understood() -> None:
    async with demo(calls=300) as (gateway, account):
        page = await gateway.calls.page(account, EVERYTHING)
        details = [await gateway.calls.get(account, call.id) for call in page.items[:40]]
        assert gateway.refused_fields == frozenset()
    assert all(call.state_of(name) is not FieldState.ABSENT for call in page.items for name in LIST_FIELDS)
    states = {(name, call.state_of(name)) for call in details for name in CALL_FIELDS}
    assert not {name for name, state in states if state is FieldState.WRONG_TYPE}
    assert {call.id for call in details} == {call.id for call in page.items[:40]}


async def test_a_refused_field_costs_one_retry() -> None:
    record = Record()
    async with demo(record=record, refused_fields=frozenset({"agent_email"})) as (gateway, account):
        for number in (1, 2, 3):
            assert (await gateway.calls.page(account, EVERYTHING, number)).items
        assert "agent_email" in gateway.refused_fields
    assert [attempt.status for attempt in record.attempts] == [400, 200, 200, 200]


async def test_summaries_and_timeseries_are_read() -> None:
    query = FigureQuery((("start_date", "2026-11-01"), ("end_date", "2026-11-23")), fields=FIGURE_FIELDS)
    async with demo() as (gateway, account):
        summary = await gateway.calls.summary(account, query)
        points = await gateway.calls.timeseries(account, FigureQuery(query.filters, interval="day"))
    assert summary.totals["total_calls"] == sum(row.numbers["total_calls"] for row in points.rows) > 0
    assert len(points.rows) == 23


async def test_tags_users_integrations_and_notifications_are_read() -> None:
    async with demo() as (gateway, account):
        company = (await gateway.companies.page(account)).items[0]
        assert (await gateway.companies.get(account, company.id)).name == company.name
        assert (await gateway.tags.page(account)).items
        user = (await gateway.users.page(account)).items[0]
        assert (await gateway.users.get(account, user.id)).email == user.email
        integration = (await gateway.integrations.page(account, company.id)).items[0]
        assert (await gateway.integrations.get(account, integration.id)).type == integration.type
        assert (await gateway.integrations.filters_page(account, company.id)).items
        assert (await gateway.notifications.page(account)).items


async def test_a_tag_lives_from_creation_to_deletion() -> None:
    async with demo() as (gateway, account):
        made = await gateway.tags.create(account, {"name": "Call back", "tag_level": "account", "color": "green1"})
        assert (await gateway.tags.update(account, made.id, {"disabled": True})).status == "disabled"
        await gateway.tags.delete(account, made.id)
        assert made.id not in {tag.id for tag in (await gateway.tags.page(account)).items}
        with pytest.raises(errors.Unprocessable):
            await gateway.tags.create(account, {"name": "", "tag_level": "account"})


async def test_a_connection_lives_from_creation_to_deletion() -> None:
    async with demo(activation_polls=2) as (gateway, _):
        made = await gateway.connections.create()
        assert made.status == "PENDING"
        assert made.url is not None
        assert made.url.startswith("https://connect.maton.ai/")
        states = [(await gateway.connections.get(made.id)).status for _ in range(3)]
        assert states[-1] == "ACTIVE"
        await gateway.connections.delete(made.id)
        with pytest.raises(errors.NotFound):
            await gateway.connections.get(made.id)


async def test_an_update_changes_what_a_later_read_shows() -> None:
    async with demo() as (gateway, account):
        call = (await gateway.calls.page(account, EVERYTHING)).items[0]
        answer = await gateway.calls.update(account, call.id, {"note": "Call back at 4"})
        assert "note" not in answer
        assert (await gateway.calls.get(account, call.id)).note == "Call back at 4"
        await gateway.calls.update(account, call.id, {"spam": True})
        with pytest.raises(errors.NotFound):
            await gateway.calls.get(account, call.id)


async def test_a_bad_key_is_told_from_a_bad_connection() -> None:
    async with demo(key=BAD_KEY) as (gateway, account):
        with pytest.raises(errors.BadKey):
            await gateway.calls.page(account, EVERYTHING)


@pytest.mark.parametrize("connections", [(), ("PENDING",), ("FAILED",)])
async def test_without_an_active_connection_it_says_so(connections: tuple[str, ...]) -> None:
    async with demo(connections=connections) as (gateway, _):
        with pytest.raises(errors.NoConnection):
            await gateway.accounts.page()


async def test_an_unknown_pinned_connection_is_no_connection() -> None:
    async with demo(connection_id="00000000-0000-4000-8000-000000000000") as (gateway, account):
        with pytest.raises(errors.NoConnection):
            await gateway.calls.page(account, EVERYTHING)


async def test_what_is_forbidden_unknown_or_out_of_range_is_told_apart() -> None:
    async with demo(forbidden=frozenset({"tags"})) as (gateway, account):
        with pytest.raises(errors.NotAllowed):
            await gateway.tags.page(account)
        with pytest.raises(errors.NotFound):
            await gateway.calls.get(account, "CAL" + "0" * 32)
        with pytest.raises(errors.NotFound):
            await gateway.accounts.get("ACC" + "0" * 32)
        with pytest.raises(errors.BadRequest) as refused:
            await gateway.calls.page(account, CallQuery(start_date="2020-01-01", end_date="2026-11-24"))
    assert refused.value.detail


async def test_the_demo_s_own_limits_are_felt() -> None:
    record = Record()
    async with demo(enforce_limits=True, retry_after=3, record=record) as (gateway, account):
        for _ in range(10):
            await gateway.companies.page(account)
        with pytest.raises(errors.RateLimited) as limited:
            await gateway.companies.page(account)
    assert limited.value.retry_after == 3.0
    assert all(3.0 <= wait <= 3.5 for wait in record.waits)


async def test_hostile_text_is_kept_as_it_came() -> None:
    async with demo(hostile=True, calls=250) as (gateway, account):
        page = await gateway.calls.page(account, EVERYTHING)
    assert any("\x1b" in (call.customer_name or "") + (call.note or "") for call in page.items)
