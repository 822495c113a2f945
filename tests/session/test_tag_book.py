"""Changing tags over the embedded gateway, with answers that are lost, refused or odd: no POST is ever repeated."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from callrail_tui.demo import create_app
from callrail_tui.demo.asgi import DemoApp
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import BadReply, CallrailTuiError, NotAllowed, NotFound, Unavailable, Unprocessable
from callrail_tui.model.administration import Tag
from callrail_tui.session.directory import Directory
from callrail_tui.session.facts import Fact, TagsLoaded
from callrail_tui.session.tag_book import RefusedColor, TagBook, Unclear
from callrail_tui.session.worker import Worker
from tests.session.connected import connect, settle

Faults = list[Callable[[str], Any]]


def lost(method: str) -> Any:
    """The request was carried out, and the line broke before its answer."""
    raise httpx.ReadError("cut")


def status(code: int, body: object = None) -> Callable[[str], Any]:
    """Another answer in place of the real one."""
    return lambda method: (code, json.dumps(body).encode() if body is not None else b"{}")


class Faulty:
    """The embedded gateway; a fault of a method takes the place of one answer, after or before it was carried out."""

    def __init__(self, demo: DemoApp) -> None:
        self.demo = demo
        self.after: dict[str, Faults] = {}
        self.instead: dict[str, Faults] = {}
        self.sent: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, or fail as told."""
        method = scope["method"]
        self.sent.append(method)
        if self.instead.get(method):
            await self._answer(send, self.instead[method].pop(0)(method))
            return
        if not self.after.get(method):
            await self.demo(scope, receive, send)
            return

        async def swallow(message: Any) -> None:
            """Nobody hears of it."""

        await self.demo(scope, receive, swallow)
        await self._answer(send, self.after[method].pop(0)(method))

    @staticmethod
    async def _answer(send: Any, answer: tuple[int, bytes]) -> None:
        code, body = answer
        await send({"type": "http.response.start", "status": code, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})

    def posts(self) -> int:
        """How many POSTs were sent, whatever became of them."""
        return self.sent.count("POST")


class Book:
    """A book of tags with what stands around it."""

    def __init__(self, server: Faulty, worker: Worker, *, read_only: bool) -> None:
        self.server = server
        self.facts: list[Fact] = []
        account = server.demo.accounts[0]
        self.company = account.directory.company(0).id
        self.worker = worker
        self.directory = Directory(worker, account.id, self.facts.append)
        self.book = TagBook(worker, account.id, self.directory, read_only=read_only)

    def tag(self, name: str, company: str | None = None) -> Tag:
        """A tag of the directory."""
        return next(one for one in self.directory.tags() or () if (one.name, one.company_id) == (name, company))

    def names(self) -> list[str]:
        """What the directory holds."""
        return [one.name for one in self.directory.tags() or ()]

    def truth(self) -> list[str]:
        """What the server holds."""
        return [one.name for one in self.server.demo.accounts[0].tags]


@asynccontextmanager
async def book(*, read_only: bool = False, known: bool = True, **demo: Any) -> AsyncIterator[Book]:
    server = Faulty(create_app(DemoSettings(calls=10, companies=2, **demo)))
    worker = connect(server)
    opened = Book(server, worker, read_only=read_only)
    if known:
        opened.directory.want_tags()
        await settle(worker)
        assert opened.directory.tags()
    server.sent.clear()
    opened.facts.clear()
    yield opened
    await worker.close()


async def test_every_change_reaches_the_server_and_the_directory_without_reading_again() -> None:
    async with book() as opened:
        made = await opened.book.create("Quote sent", "company", opened.company, "blue1")
        assert (made.level, made.company_id, made.color) == ("company", opened.company, "blue1")
        renamed = await opened.book.rename(made, "Quoted")
        coloured = await opened.book.recolour(renamed, "red1")
        disabled = await opened.book.set_disabled(coloured, True)
        assert not opened.tag("Quoted", opened.company).is_enabled
        assert (await opened.book.set_disabled(disabled, False)).is_enabled
        assert opened.tag("Quoted", opened.company).color == "red1"
        await opened.book.delete(coloured)
        assert opened.server.sent == ["POST", "PUT", "PUT", "PUT", "PUT", "DELETE"]
        assert opened.facts == [TagsLoaded()] * 6
        assert opened.names() == opened.truth()
        assert "Quoted" not in opened.names()


async def test_an_account_tag_belongs_to_no_company() -> None:
    async with book() as opened:
        made = await opened.book.create("Everywhere", "account", opened.company, "gray1")
        assert (made.level, made.company_id) == ("account", None)


@pytest.mark.parametrize(
    "fault",
    [lost, status(500), status(502), status(504), status(201, []), status(201)],
    ids=["line", "500", "502", "504", "no object", "no tag"],
)
async def test_a_created_tag_whose_answer_was_lost_is_found_not_created_again(
    fault: Callable[[str], Any],
) -> None:
    async with book() as opened:
        opened.server.after["POST"] = [fault]
        made = await opened.book.create("Quote sent", "company", opened.company, "blue1")
        assert made.name == "Quote sent"
        assert made.id
        assert opened.server.posts() == 1
        assert opened.truth().count("Quote sent") == 1
        assert opened.names() == opened.truth()


async def test_where_the_list_does_not_hold_it_the_person_decides() -> None:
    async with book() as opened:
        opened.server.instead["POST"] = [status(503)]
        with pytest.raises(Unclear) as raised:
            await opened.book.create("Quote sent", "company", opened.company, "blue1")
        assert "may or may not" in raised.value.title
        assert "ask again" in raised.value.hint
        assert opened.server.posts() == 1
        await opened.book.create("Quote sent", "company", opened.company, "blue1")
        assert opened.server.posts() == 2
        assert opened.truth().count("Quote sent") == 1


async def test_a_tag_that_was_there_before_or_belongs_elsewhere_is_not_taken_for_the_new_one() -> None:
    async with book() as opened:
        opened.server.instead["POST"] = [status(503), status(503)]
        with pytest.raises(Unclear):
            await opened.book.create("Booked", "company", opened.company, "blue1")
        with pytest.raises(Unclear):
            await opened.book.create("Booked", "account", None, "blue1")


async def test_what_was_there_before_is_read_first_where_it_is_not_known() -> None:
    async with book(known=False) as opened:
        opened.server.instead["POST"] = [status(503)]
        with pytest.raises(Unclear):
            await opened.book.create("Booked", "company", opened.company, "blue1")
        assert opened.server.sent[0] == "GET"


async def test_when_the_list_cannot_be_read_either_it_says_so() -> None:
    async with book() as opened:
        opened.server.after["POST"] = [lost]
        opened.server.instead["GET"] = [status(403)]
        with pytest.raises(Unclear, match="may or may not have been created: Quote sent") as raised:
            await opened.book.create("Quote sent", "company", opened.company, "blue1")
        assert "Read the tags again" in raised.value.hint
        assert opened.server.posts() == 1


async def test_the_change_goes_on_where_whoever_asked_leaves_and_no_second_one_begins() -> None:
    async with book() as opened:
        asked = asyncio.create_task(opened.book.create("Quote sent", "company", opened.company, "blue1"))
        await asyncio.sleep(0)
        with pytest.raises(CallrailTuiError, match="on its way"):
            await opened.book.create("Quote sent", "company", opened.company, "blue1")
        asked.cancel()
        await settle(opened.worker)
        assert asked.cancelled()
        assert opened.truth().count("Quote sent") == 1
        assert "Quote sent" in opened.names()
        assert opened.book.refusal is None


async def test_a_lost_change_is_looked_up() -> None:
    async with book() as opened:
        opened.server.after["PUT"] = [lost]
        renamed = await opened.book.rename(opened.tag("Vendor"), "Supplier")
        assert renamed.name == "Supplier"
        assert opened.server.sent.count("PUT") == 1

        opened.server.instead["PUT"] = [status(502)]
        with pytest.raises(Unavailable, match="not done"):
            await opened.book.recolour(renamed, "red1")
        assert opened.tag("Supplier").color == "purple1"


async def test_an_answer_that_does_not_tell_leaves_the_tag_as_asked() -> None:
    async with book() as opened:
        before = opened.tag("Schedule requested")
        opened.server.after["PUT"] = [status(200)] * 3
        assert (await opened.book.rename(before, "Wants a date")).name == "Wants a date"
        coloured = await opened.book.recolour(opened.tag("Wants a date"), "red1")
        assert (coloured.color, coloured.background_color, coloured.id) == ("red1", None, before.id)
        assert not (await opened.book.set_disabled(coloured, True)).is_enabled


async def test_a_deleted_tag_is_gone_even_where_somebody_was_faster() -> None:
    async with book() as opened:
        tag = opened.tag("Vendor")
        opened.server.demo.accounts[0].tags.remove(int(tag.id))
        await opened.book.delete(tag)
        assert "Vendor" not in opened.names()


async def test_a_tag_that_is_gone_cannot_be_renamed_and_leaves_the_directory() -> None:
    async with book() as opened:
        tag = opened.tag("Vendor")
        opened.server.demo.accounts[0].tags.remove(int(tag.id))
        with pytest.raises(NotFound, match="tag"):
            await opened.book.rename(tag, "Supplier")
        assert "Vendor" not in opened.names()


async def test_a_delete_that_failed_for_good_is_looked_up() -> None:
    async with book() as opened:
        opened.server.instead["DELETE"] = [status(502)] * 3
        with pytest.raises(Unavailable, match="not done"):
            await opened.book.delete(opened.tag("Vendor"))
        assert "Vendor" in opened.names()


async def test_a_403_is_explained_by_role() -> None:
    async with book(account_tags_forbidden=True) as opened:
        with pytest.raises(NotAllowed) as raised:
            await opened.book.create("Everywhere", "account", None, "gray1")
        assert "administrators" in raised.value.hint
        with pytest.raises(NotAllowed) as raised:
            await opened.book.delete(opened.tag("Vendor"))
        assert "administrators" in raised.value.hint
        opened.server.instead["POST"] = [status(403)]
        with pytest.raises(NotAllowed) as raised:
            await opened.book.create("Here", "company", opened.company, "gray1")
        assert "ask an administrator" in raised.value.hint
        assert opened.server.posts() == 2


@pytest.mark.parametrize("code", [400, 422])
async def test_a_refused_colour_offers_the_accepted_ones(code: int) -> None:
    async with book() as opened:
        opened.server.instead["POST"] = [status(code, {"error": "Color is not included in the list"})]
        with pytest.raises(RefusedColor) as raised:
            await opened.book.create("Here", "company", opened.company, "green4")
        assert "gray1" in raised.value.hint
        assert "green4" not in raised.value.hint
        with pytest.raises(RefusedColor):
            await opened.book.recolour(opened.tag("Vendor"), "mauve9")


async def test_a_422_keeps_the_servers_words() -> None:
    async with book() as opened:
        with pytest.raises(Unprocessable) as raised:
            await opened.book.rename(opened.tag("Vendor"), "Follow up")
        assert "already been taken" in raised.value.detail


async def test_read_only_asks_nothing() -> None:
    async with book(read_only=True) as opened:
        for change in (
            lambda: opened.book.create("Here", "company", opened.company, "gray1"),
            lambda: opened.book.rename(opened.tag("Vendor"), "x"),
            lambda: opened.book.delete(opened.tag("Vendor")),
        ):
            with pytest.raises(CallrailTuiError, match="read-only"):
                await change()
        assert opened.server.sent == []


async def test_an_older_answer_on_its_way_does_not_undo_a_change() -> None:
    gate = asyncio.Event()

    async def hold(method: str, path: str) -> int | None:
        if method == "GET" and path.endswith("tags.json"):
            await gate.wait()
        return None

    async with book(known=False, intercept=hold) as opened:
        opened.directory.want_tags()
        await asyncio.sleep(0)
        gate.set()
        await settle(opened.worker)
        gate.clear()
        opened.directory.reread_tags()
        await opened.book.create("Quote sent", "company", opened.company, "blue1")
        gate.set()
        await settle(opened.worker)
        assert "Quote sent" in opened.names()
        assert opened.names() == opened.truth()


def test_an_unclear_answer_is_an_answer_of_the_gateway() -> None:
    assert issubclass(Unclear, CallrailTuiError)
    assert not issubclass(Unclear, BadReply)
