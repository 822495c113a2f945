"""Making, changing and deleting tags: each request once, and what is unclear looked up (wire 12; design, promise 9)."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from callrail_tui.errors import (
    BadReply,
    BadRequest,
    CallrailTuiError,
    GatewayError,
    GatewayFault,
    NotAllowed,
    NotFound,
    TimedOut,
    Unavailable,
    Unprocessable,
    Unreachable,
)
from callrail_tui.gateway.collect import read_all
from callrail_tui.model.administration import Tag, decode_tag
from callrail_tui.model.tagging import ACCEPTED, ACCOUNT, folded
from callrail_tui.session.directory import Directory
from callrail_tui.session.worker import Urgency, Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

T = TypeVar("T")

_UNCLEAR = (TimedOut, Unreachable, Unavailable, GatewayFault, BadReply)
"""After these nobody knows whether the request was carried out."""
_REFUSES_COLOR = re.compile(r"\bcolou?r\b.*\bnot included\b|^\W*(is )?not included in the list", re.IGNORECASE)


class RefusedColor(BadRequest):
    """The server does not take this colour; others it was seen to take."""

    title = "CallRail does not accept this colour."
    hint = f"It accepts {', '.join(ACCEPTED)}."


class Unclear(GatewayError):
    """The request went out, its answer was lost, and looking it up did not tell what became of it."""


class TagBook:
    """The tags of one account as they can be changed; every success is put into the directory at once.

    A change goes on to its end even where whoever asked for it leaves.
    """

    def __init__(self, worker: Worker, account_id: str, directory: Directory, *, read_only: bool = False) -> None:
        self._worker = worker
        self._account_id = account_id
        self._directory = directory
        self._read_only = read_only
        self._numbers = itertools.count()
        self._change: asyncio.Task[Any] | None = None

    @property
    def refusal(self) -> CallrailTuiError | None:
        """Why nothing can be changed now; None where it can."""
        if self._read_only:
            return CallrailTuiError("This run is read-only.", "Start without --read-only to change tags.")
        if self._change is not None:
            return CallrailTuiError("Another change of the tags is on its way.", "Wait for its answer.")
        return None

    async def create(self, name: str, level: str, company_id: str | None, color: str) -> Tag:
        """Make a tag of the account, or of a company."""
        return await self._owned(self._create(name, level, company_id if level != ACCOUNT else None, color))

    async def rename(self, tag: Tag, name: str) -> Tag:
        """Give a tag another name, on everything that has it."""
        return await self._owned(self._update(tag, {"name": name}))

    async def recolour(self, tag: Tag, color: str) -> Tag:
        """Give a tag another colour."""
        return await self._owned(self._update(tag, {"color": color}))

    async def set_disabled(self, tag: Tag, disabled: bool) -> Tag:
        """Keep a tag from being newly applied, or let it be again; calls that have it keep it."""
        return await self._owned(self._update(tag, {"disabled": disabled}))

    async def delete(self, tag: Tag) -> Tag:
        """Take a tag off everything that has it, for good; one that is gone already counts as done."""
        return await self._owned(self._delete(tag))

    # The requests -----------------------------------------------------------------------------------------------

    async def _create(self, name: str, level: str, company_id: str | None, color: str) -> Tag:
        before = {tag.id for tag in await self._known()}
        body: dict[str, Any] = {"name": name, "tag_level": level, "color": color}
        if level != ACCOUNT:
            body["company_id"] = company_id
        try:
            made = await self._ask(lambda gateway: gateway.tags.create(self._account_id, body))
        except _UNCLEAR as error:
            made = await self._found_after(error, name, level, company_id, before)
        except CallrailTuiError as error:
            _explain(error, level)
        if not made.id:  # Done, by its status, but not told: the list tells what was made.
            made = await self._found_after(BadReply(), name, level, company_id, before)
        self._put(made)
        return made

    async def _found_after(
        self, error: GatewayError, name: str, level: str, company_id: str | None, before: set[str]
    ) -> Tag:
        """The tag whose answer was lost, found by listing; never made again here."""
        now = await self._look_up(error, f"It may or may not have been created: {name}.")
        for tag in now:
            is_ours = folded(tag.name) == folded(name) and tag.company_id == company_id
            if is_ours and tag.id not in before and (tag.level or level) == level:
                return tag
        raise Unclear(
            "The answer was lost, and the list does not hold the tag: it may or may not come to exist.",
            "Read the tags again in a moment; if it is still not there, ask again to create it.",
            status=error.status,
            detail=error.detail,
        ) from error

    async def _update(self, tag: Tag, body: dict[str, Any]) -> Tag:
        try:
            changed = await self._ask(lambda gateway: gateway.tags.update(self._account_id, tag.id, body))
        except _UNCLEAR as error:
            now = await self._look_up(error, f"The change may or may not have been made: {tag.name}.")
            found = next((one for one in now if one.id == tag.id), None)
            if found is None or not _holds(found, body):
                _explain(error, tag.level)
            changed = found
        except NotFound:
            self._drop(tag)
            raise NotFound("CallRail does not have this tag any more.", "Somebody deleted it.") from None
        except CallrailTuiError as error:
            _explain(error, tag.level)
        changed = changed if changed.id == tag.id and changed.name else _as_asked(tag, body)
        self._put(changed)
        return changed

    async def _delete(self, tag: Tag) -> Tag:
        try:
            await self._ask(lambda gateway: gateway.tags.delete(self._account_id, tag.id))
        except NotFound:
            pass  # Gone is what was wanted.
        except _UNCLEAR as error:
            now = await self._look_up(error, f"It may or may not have been deleted: {tag.name}.")
            if any(one.id == tag.id for one in now):
                _explain(error, tag.level)
        except CallrailTuiError as error:
            _explain(error, tag.level)
        self._drop(tag)
        return tag

    async def _look_up(self, error: GatewayError, doubt: str) -> tuple[Tag, ...]:
        """Every tag as the server has it now; also the directory's, so that the screen shows what is true."""
        try:
            now = await self._read()
        except CallrailTuiError as trouble:
            hint = "Read the tags again before you repeat it."
            raise Unclear(doubt, hint, status=error.status, detail=trouble.title) from error
        self._directory.replace_tags(now)
        return now

    async def _known(self) -> tuple[Tag, ...]:
        """The tags that were there before."""
        known = self._directory.tags()
        if known is None:
            known = await self._read()
            self._directory.replace_tags(known)
        return known

    async def _read(self) -> tuple[Tag, ...]:
        account = self._account_id
        found = await self._ask(lambda gateway: read_all(lambda page: gateway.tags.page(account, page)))
        return found.items

    async def _ask(self, run: Callable[[Gateway], Awaitable[T]]) -> T:
        # A key of its own: two changes are never taken for one request.
        key = ("tag book", self._account_id, next(self._numbers))
        return await self._worker.submit(key, run, Urgency.EDIT)

    async def _owned(self, change: Coroutine[Any, Any, Tag]) -> Tag:
        """Run a change in a task of its own, which outlives the screen that asked for it."""
        if (refusal := self.refusal) is not None:
            change.close()
            raise refusal
        task = self._change = asyncio.create_task(change, name="change of a tag")
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._change = None
        if not task.cancelled():
            task.exception()  # Whoever left need not hear of it.

    def _put(self, tag: Tag) -> None:
        """The directory holds this tag now, in its old place or at the end."""
        tags = self._directory.tags()
        if tags is None:
            return  # Whoever wants them reads them all.
        is_new = all(one.id != tag.id for one in tags)
        self._directory.replace_tags((*(tag if one.id == tag.id else one for one in tags), *((tag,) if is_new else ())))

    def _drop(self, tag: Tag) -> None:
        if (tags := self._directory.tags()) is not None:
            self._directory.replace_tags(one for one in tags if one.id != tag.id)


def _holds(tag: Tag, body: dict[str, Any]) -> bool:
    """Whether a tag is already as a change wants it."""
    is_now = {"name": tag.name, "color": tag.color, "disabled": not tag.is_enabled}
    return all(is_now[part] == wanted for part, wanted in body.items())


def _as_asked(tag: Tag, body: dict[str, Any]) -> Tag:
    """The tag as it must be by now, where the answer does not tell."""
    raw = {name: value for name, value in tag.raw.items() if name != "background_color" or "color" not in body}
    told = {name: value for name, value in body.items() if name != "disabled"}
    if "disabled" in body:
        told["status"] = "disabled" if body["disabled"] else "enabled"
    return decode_tag({**raw, **told})


def _explain(error: CallrailTuiError, level: str | None) -> NoReturn:
    """Raise the error with the cure that tags have."""
    if isinstance(error, NotAllowed):
        hint = "The CallRail user behind the connection may not change tags; ask an administrator of the account."
        if level == ACCOUNT:
            hint = (
                "Account-level tags may be created and edited only by administrators: ask one, or use a company's tag."
            )
        raise NotAllowed("", hint, status=error.status, detail=error.detail) from error
    if isinstance(error, (BadRequest, Unprocessable)) and _REFUSES_COLOR.search(error.detail):
        raise RefusedColor(status=error.status, detail=error.detail) from error
    if isinstance(error, Unprocessable):
        raise Unprocessable("", "Change it and try again.", status=error.status, detail=error.detail) from error
    if isinstance(error, _UNCLEAR):
        raise type(error)("It was not done: the answer was lost, and the list shows it as it was.",
                          "Try again.", status=error.status, detail=error.detail) from error  # fmt: skip
    raise error
