"""One export: page after page in relative mode, each written and journalled before the next is asked for (wire 3.2).

The number of requests is the number of pages. A call that comes again, since others arrived above it, is known by its
id, of which eight bytes are kept for each call; the ids stand in the journal too, so that this holds across a kill,
whatever the order of the list and however long the break.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from callrail_tui.errors import BadReply, NotFound
from callrail_tui.model.call import Call
from callrail_tui.model.export_formats import closing, lines, opening
from callrail_tui.model.export_plan import Plan, Progress, Source
from callrail_tui.model.read import Json
from callrail_tui.model.seen_ids import SeenIds, digest, packed, unpacked
from callrail_tui.session.background_run import BackgroundRun
from callrail_tui.session.export_facts import ExportFact
from callrail_tui.session.worker import Worker
from callrail_tui.storage.export_file import ExportFile, Note, NotWritten

if TYPE_CHECKING:
    from pathlib import Path

    from callrail_tui.gateway.client import Gateway

_SAME_PAGES: Final = 8
"""Pages in a row without a new call: more than any drift, so the server does not turn the page."""


class Repeats(BadReply):
    """The server gives the same calls again and again."""

    title = "CallRail sends only calls that are in the file already."
    hint = "Export fewer days at once (d); what is written stays."


class StrangeHost(BadReply):
    """The next page would lie elsewhere (wire 3.3)."""

    title = "CallRail names a strange host for the next page, so the export stopped there."
    hint = "Check the gateway's address; going on asks the gateway for the page, never that host."


class Step(NamedTuple):
    """What one request brought."""

    calls: tuple[Json, ...]
    more: bool
    refused: frozenset[str] = frozenset()
    gone: int = 0
    stranger: str | None = None


class Export(BackgroundRun[Step]):
    """Reads and writes every call of a plan once."""

    def __init__(
        self,
        worker: Worker,
        account_id: str,
        plan: Plan,
        file: ExportFile,
        report: Callable[[ExportFact], None],
        *,
        loaded: Iterable[Json] = (),
        replace: bool = False,
        notes: Iterable[Note] = (),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(worker, file.target, report, sleep=sleep)
        self.plan = plan
        self._account_id = account_id
        self._file = file
        self._loaded = tuple(loaded)
        self._replace = replace
        self._seen = SeenIds()
        self._sheet = plan.sheet
        self._wanted = frozenset(plan.ids) if plan.source is Source.PAGES else frozenset[str]()
        self._offset = self._count = self._gone = self._same = 0
        self._has_begun = False
        self._recall(notes)

    @property
    def progress(self) -> Progress:
        """How far it is."""
        known = self.plan.requests
        steps = None if known is None else max(known, self._offset + self._more)
        return Progress(
            self._state,
            self._path,
            self._offset,
            steps if self._more else self._offset,
            self._count,
            self.plan.expected,
            self._error,
            self._gone,
            tuple(name for name in self.plan.sheet.fields if name not in self._sheet.fields),
        )

    def _ask(self) -> Callable[[Gateway], Awaitable[Step]] | Step:
        if self.plan.source is Source.LOADED:
            return Step(self._loaded, more=False)
        account_id, query, offset = self._account_id, self.plan.query, self._offset
        wanted, call_ids, fields = self._wanted, self.plan.ids, self.plan.query.fields

        async def page(gateway: Gateway) -> Step:
            answer = await gateway.calls.relative_page(account_id, query, offset)
            found = tuple(call.raw for call in answer.items if not wanted or call.id in wanted)
            more = answer.has_next or answer.stopped_by is not None
            return Step(found, more, gateway.calls.refused_in_relative, stranger=answer.stopped_by)

        async def single(gateway: Gateway) -> Step:
            more = offset + 1 < len(call_ids)
            try:
                call: Call = await gateway.calls.get(account_id, call_ids[offset], fields)
            except NotFound:
                return Step((), more, gone=1)
            return Step((call.raw,), more, gateway.calls.refused_fields)

        return single if self.plan.source is Source.SINGLES else page

    def _check(self, step: Step) -> None:
        if step.stranger is not None:
            raise StrangeHost(detail=step.stranger)
        if self._same >= _SAME_PAGES and self._more:
            self._same = 0
            raise Repeats

    def _release(self) -> None:
        self._file.close()

    def _delete(self) -> None:
        self._file.discard()

    # The file, in a thread of its own -----------------------------------------------------------------------------

    def _write(self, step: Step) -> None:
        """Put a step on disk; whatever fails, nothing here has changed."""
        sheet = self._sheet
        if not self._has_begun:
            sheet = sheet._replace(fields=tuple(name for name in sheet.fields if name not in step.refused))
        calls, digests = self._new_of(step.calls)
        data = b"" if self._has_begun else opening(sheet)
        data += lines(sheet, calls, is_first=self._count == 0)
        count, gone = self._count + len(calls), self._gone + step.gone
        more = step.more and not (self._wanted and count >= len(self._wanted))
        note: Note = {
            "offset": self._offset + 1, "count": count, "gone": gone, "more": more, "ids": packed(digests),
        }  # fmt: skip
        if not self._has_begun:
            note["fields"] = list(sheet.fields)
        self._file.append(data, note)
        self._sheet, self._has_begun = sheet, True
        self._seen.add(digests)
        self._same = 0 if calls or self._wanted else self._same + 1
        self._offset, self._count, self._gone, self._more = self._offset + 1, count, gone, more

    def _new_of(self, calls: Iterable[Json]) -> tuple[list[Json], list[int]]:
        """Those that were not written yet; a call without an id cannot be told from others, so it is."""
        fresh: dict[int, None] = {}
        kept: list[Json] = []
        for raw in calls:
            call_id = raw.get("id")
            if isinstance(call_id, str) and call_id:
                one = digest(call_id)
                if one in fresh or one in self._seen:
                    continue
                fresh[one] = None
            kept.append(raw)
        return kept, list(fresh)

    def _finish(self) -> Path:
        if self._wanted:
            self._gone = len(self._wanted) - self._count
        return self._file.finish(closing(self._sheet), replace=self._replace)

    def _recall(self, notes: Iterable[Note]) -> None:
        """Know again what was written before; NotWritten where the journal makes no sense."""
        try:
            for note in notes:
                if "fields" in note:
                    self._sheet = self._sheet._replace(fields=tuple(map(str, note["fields"])))
                self._seen.add(unpacked(note["ids"]))
                self._offset, self._count, self._gone = int(note["offset"]), int(note["count"]), int(note["gone"])
                self._more, self._has_begun = note["more"] is True, True
        except (KeyError, TypeError, ValueError) as error:
            raise NotWritten("What is left of this export cannot be read.", "Delete it, and begin anew.") from error
