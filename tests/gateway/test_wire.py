"""The life of one request: admitted, repeated, told apart, and never more of it than promised."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from callrail_tui import errors
from callrail_tui.gateway.attempts import RateLimits
from callrail_tui.model.query import CallQuery
from tests.gateway.connected import HOSTS, Handler, Record, accounts, connected, in_turn
from tests.gateway.test_targets import HOSTILE_IDS

OK = httpx.Response(200, json=accounts("ACC1"))
DOWN = httpx.Response(503)


async def test_every_attempt_is_admitted_and_told_retries_included() -> None:
    record = Record()
    answers: list[httpx.Response | Exception] = [
        DOWN,
        httpx.ReadError("x"),
        httpx.Response(200, json=accounts("ACC1"), headers={"x-rate-limit-hourly-used": "7"}),
    ]
    async with connected(in_turn(answers), record=record) as gateway:
        page = await gateway.accounts.page()
    assert page.items[0].id == "ACC1"
    assert record.admitted == 3
    assert [(one.status, one.try_number) for one in record.attempts] == [(503, 1), (None, 2), (200, 3)]
    assert {one.path_template for one in record.attempts} == {"/callrail/v3/a.json"}
    assert record.attempts[2].limits == RateLimits(None, 7, None, None)
    assert [wait <= bound for wait, bound in zip(record.waits, (0.5, 1.0), strict=True)] == [True, True]


async def test_three_tries_and_no_more() -> None:
    record = Record()
    async with connected(in_turn([DOWN]), record=record) as gateway:
        with pytest.raises(errors.Unavailable):
            await gateway.accounts.page()
    assert record.admitted == 3


@pytest.mark.parametrize("status", [400, 403, 404, 405, 422, 301, 302, 307, 308])
async def test_a_refusal_is_not_repeated(status: int) -> None:
    record = Record()
    async with connected(in_turn([httpx.Response(status)]), record=record) as gateway:
        with pytest.raises(errors.GatewayError):
            await gateway.companies.page("ACC1")
    assert (record.admitted, record.waits) == (1, [])


@pytest.mark.parametrize(
    ("header", "least", "most"), [("3", 3.0, 3.5), ("0", 0.0, 0.5), ("-5", 0.0, 0.5), ("soon", 0.0, 0.5)]
)
async def test_what_the_server_asks_for_is_waited(header: str, least: float, most: float) -> None:
    record = Record()
    async with connected(in_turn([httpx.Response(429, headers={"Retry-After": header}), OK]), record=record) as gateway:
        await gateway.accounts.page()
    assert len(record.waits) == 1
    assert least <= record.waits[0] <= most


async def test_a_long_wait_is_told_at_once() -> None:
    record = Record()
    async with connected(in_turn([httpx.Response(429, headers={"Retry-After": "61"})]), record=record) as gateway:
        with pytest.raises(errors.RateLimited) as limited:
            await gateway.accounts.page()
    assert limited.value.retry_after == 61.0
    assert (record.admitted, record.waits) == (1, [])


async def test_while_the_limit_lasts_each_request_looks_only_once() -> None:
    record = Record()
    limited = httpx.Response(429)
    async with connected(in_turn([*[limited] * 5, OK, *[limited] * 2, OK]), record=record) as gateway:
        for tries in (3, 4, 5):
            with pytest.raises(errors.RateLimited):
                await gateway.accounts.page()
            assert record.admitted == tries
        await gateway.accounts.page()
        await gateway.accounts.page()
    assert record.admitted == 9


async def test_a_full_outage_is_not_amplified() -> None:
    record = Record()
    async with connected(in_turn([DOWN]), record=record) as gateway:
        for _ in range(300):
            with pytest.raises(errors.Unavailable):
                await gateway.accounts.page()
    assert record.admitted <= 330
    assert record.admitted - 300 == len(record.waits) == 20


async def test_the_budget_stops_a_retry() -> None:
    record = Record()

    async def one_only() -> None:
        record.admitted += 1
        if record.admitted > 1:
            raise errors.BudgetSpent

    async with connected(in_turn([DOWN]), record=record, admit=one_only) as gateway:
        with pytest.raises(errors.BudgetSpent):
            await gateway.accounts.page()
    assert len(record.attempts) == 1


def refusing(control_status: int, seen: list[str]) -> Handler:
    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.url.host}{request.url.raw_path.decode()}")
        if request.url.host == "ctrl.maton.ai":
            return httpx.Response(control_status, json={"connections": []})
        return httpx.Response(401, json={"error": "no"})

    return handle


@pytest.mark.parametrize(
    ("control_status", "kind"),
    [(200, errors.ConnectionRefused), (401, errors.BadKey), (500, errors.AuthError), (302, errors.AuthError)],
)
async def test_a_401_is_told_apart_by_one_bare_probe(control_status: int, kind: type[errors.AuthError]) -> None:
    record, seen = Record(), list[str]()
    async with connected(refusing(control_status, seen), record=record) as gateway:
        with pytest.raises(errors.AuthError) as refused:
            await gateway.companies.page("ACC1")
    assert type(refused.value) is kind
    assert refused.value.detail == "no"
    assert seen[1:] == ["ctrl.maton.ai/connections"]
    assert record.admitted == 2


async def test_a_401_of_the_control_host_needs_no_probe() -> None:
    seen: list[str] = []
    async with connected(refusing(401, seen)) as gateway:
        with pytest.raises(errors.BadKey):
            await gateway.connections.list()
    assert len(seen) == 1


async def test_several_401s_at_once_share_one_probe() -> None:
    seen: list[str] = []
    async with connected(refusing(200, seen), record=Record(step=0.001)) as gateway:
        outcomes = await asyncio.gather(*(gateway.accounts.page(n) for n in range(1, 5)), return_exceptions=True)
    assert [type(one) for one in outcomes] == [errors.ConnectionRefused] * 4
    assert seen.count("ctrl.maton.ai/connections") == 1


async def test_without_budget_for_a_probe_the_401_stands() -> None:
    record = Record()

    async def one_only() -> None:
        record.admitted += 1
        if record.admitted > 1:
            raise errors.BudgetSpent

    async with connected(refusing(200, []), admit=one_only) as gateway:
        with pytest.raises(errors.AuthError) as refused:
            await gateway.companies.page("ACC1")
    assert type(refused.value) is errors.AuthError


@pytest.mark.parametrize(
    ("answers", "tries"),
    [
        ([httpx.Response(500)], 1),
        ([httpx.Response(503, headers={"Retry-After": "1"})], 1),
        ([httpx.ReadTimeout("x")], 1),
        ([httpx.RemoteProtocolError("x")], 1),
        ([httpx.Response(429), OK], 2),
        ([httpx.ConnectError("x"), httpx.ConnectTimeout("x"), OK], 3),
    ],
)
async def test_a_post_is_repeated_only_when_nothing_can_have_happened(
    answers: list[httpx.Response | Exception], tries: int
) -> None:
    record = Record()
    async with connected(in_turn(answers), record=record) as gateway:
        outcome = await asyncio.gather(gateway.tags.create("ACC1", {"name": "Lead"}), return_exceptions=True)
    assert record.admitted == tries
    assert isinstance(outcome[0], errors.GatewayError) == (tries == 1)


async def test_a_put_is_repeated_when_the_server_says_when() -> None:
    record = Record()
    answers = [
        httpx.Response(503, headers={"Retry-After": "1"}),
        httpx.Response(429),
        httpx.Response(200, json={"id": "7", "name": "x"}),
    ]
    async with connected(in_turn(answers), record=record) as gateway:
        assert (await gateway.tags.update("ACC1", "7", {"name": "x\ud800"})).id == "7"
    assert record.admitted == 3


@pytest.mark.parametrize("answer", [httpx.Response(503, headers={"Retry-After": "1"}), httpx.Response(429)])
async def test_a_change_of_a_call_is_never_repeated_after_a_wait(answer: httpx.Response) -> None:
    record = Record()
    async with connected(in_turn([answer]), record=record) as gateway:
        with pytest.raises(errors.GatewayError):
            await gateway.calls.update("ACC1", "CAL1", {"note": "x"})
    assert record.admitted == 1


@pytest.mark.parametrize(
    "fault", [httpx.Response(500), httpx.Response(503), httpx.ReadTimeout("x"), httpx.ReadError("x")]
)
async def test_an_unclear_put_is_left_to_the_caller(fault: httpx.Response | Exception) -> None:
    record = Record()
    async with connected(in_turn([fault]), record=record) as gateway:
        with pytest.raises(errors.GatewayError):
            await gateway.calls.update("ACC1", "CAL1", {"value": "12.50"})
    assert record.admitted == 1


async def test_a_404_after_a_repeated_delete_is_done() -> None:
    record = Record()
    async with connected(in_turn([httpx.ReadTimeout("x"), httpx.Response(404)]), record=record) as gateway:
        await gateway.tags.delete("ACC1", "7")
        with pytest.raises(errors.NotFound):
            await gateway.tags.delete("ACC1", "7")
    assert record.admitted == 3


@pytest.mark.parametrize("response", [httpx.Response(204), httpx.Response(200), httpx.Response(202, json=[1])])
async def test_a_delete_takes_any_success(response: httpx.Response) -> None:
    record = Record()
    async with connected(in_turn([response]), record=record) as gateway:
        await gateway.connections.delete("c1")
    assert record.attempts[0].path_template == "/connections/{}"


async def test_a_login_page_is_no_deletion() -> None:
    page = httpx.Response(200, html="<html>Log in</html>")
    async with connected(in_turn([page])) as gateway:
        with pytest.raises(errors.HtmlPage):
            await gateway.connections.delete("c1")


@pytest.mark.parametrize("one", HOSTILE_IDS)
async def test_a_hostile_id_reaches_neither_the_budget_nor_the_wire(one: str) -> None:
    record = Record()
    async with connected(in_turn([OK]), record=record) as gateway:
        with pytest.raises(errors.BadRequest):
            await gateway.calls.get("ACC1", one)
    assert (record.admitted, record.attempts) == (0, [])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object()])
async def test_a_body_that_json_cannot_carry_is_refused(value: object) -> None:
    record = Record()
    async with connected(in_turn([OK]), record=record) as gateway:
        with pytest.raises(errors.BadRequest):
            await gateway.calls.update("ACC1", "CAL1", {"note": value})
    assert record.admitted == 0


async def test_a_search_too_long_for_an_address_is_refused() -> None:
    async with connected(in_turn([OK])) as gateway:
        with pytest.raises(errors.BadRequest, match="too long"):
            await gateway.calls.page("ACC1", CallQuery(search="é" * 70_000))


async def test_nothing_is_sent_after_closing() -> None:
    record = Record()
    async with connected(in_turn([OK]), record=record) as gateway:
        await gateway.aclose()
        with pytest.raises(errors.Unreachable):
            await gateway.accounts.page()
    assert record.attempts == []


async def test_one_host_for_both_keeps_its_two_faces() -> None:
    seen: list[httpx.Request] = []
    hosts = type(HOSTS)("https://api.maton.ai", "https://api.maton.ai")
    async with connected(
        in_turn([httpx.Response(200, json={"connections": []}), OK], seen), hosts=hosts, connection_id="c1"
    ) as gateway:
        await gateway.connections.list()
        await gateway.accounts.page()
    assert [str(one.url.copy_with(query=None)) for one in seen] == [
        "https://api.maton.ai/connections",
        "https://api.maton.ai/callrail/v3/a.json",
    ]
    assert [one.headers.get("maton-connection") for one in seen] == [None, "c1"]
