"""What can be looked up in the log of one schedule, and told of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from bench.kills.gateway import COLLEAGUE, Read, State, Write
from bench.kills.gateway import Event as LogEvent
from bench.kills.record import Decision, Record
from bench.kills.verdict import Verdict
from callrail_tui.model.edit import NOTE, TAGS, Appended, TagDelta, canonical, same
from callrail_tui.model.edit import State as EditState

Key = tuple[str, str]
"""A call and a field."""


class Ledger:
    """One schedule's log, its record, and what every call held at the start."""

    def __init__(self, log: Sequence[LogEvent], record: Record, start: dict[str, State]) -> None:
        self.verdict = Verdict()
        self._log = log
        self._record = record
        self._start = start
        self._writes: dict[str, list[tuple[int, Write]]] = defaultdict(list)
        for at, event in enumerate(log):
            if isinstance(event, Write) and event.is_applied:
                self._writes[event.call_id].append((at, event))
        self._by_key: dict[Key, list[Decision]] = defaultdict(list)
        for seq in sorted(record.decisions):
            decision = record.decisions[seq]
            self._by_key[decision.call_id, decision.field].append(decision)
        self._shown = {
            seq: edit for seq, edit in record.at_the_end.items() if edit.state in (EditState.CONFLICT, EditState.FAILED)
        }

    def _is_bulk(self, call_id: str) -> bool:
        """Whether the call is one of those that are decided about together."""
        return any(
            isinstance(one.want, Appended)
            or (isinstance(one.want, TagDelta) and str(one.want.add).startswith("('All "))
            for name in (NOTE, TAGS)
            for one in self._by_key[call_id, name]
        )

    def _is_taken_away(self, write: Write, name: str) -> bool:
        before, after = write.before[name], write.after[name]
        decisions = self._by_key[write.call_id, name]
        if name == TAGS:
            ours = {tag.casefold() for one in decisions for tag in (*one.want.add, *one.want.remove)}  # type: ignore[union-attr]
            changed = canonical(TAGS, before) ^ canonical(TAGS, after)
            return bool(changed - ours)
        if same(name, before, after) or (before and str(before) in str(after or "")):
            return False
        return not any(one.base is not None and same(name, one.base.value, before) for one in decisions)

    def _ours(self, call_id: str, name: str) -> list[tuple[int, Write]]:
        return [(at, one) for at, one in self._writes[call_id] if one.who != COLLEAGUE and name in one.body]

    def _final(self, call_id: str) -> State:
        writes = self._writes[call_id]
        return writes[-1][1].after if writes else self._start[call_id]

    def _values(self, key: Key, since: int) -> list[Any]:
        """Everything that a field held since then."""
        call_id, name = key
        before = [self._start[call_id], *(one.after for at, one in self._writes[call_id] if at < since)][-1]
        return [state.get(name) for state in (before, *(one.after for at, one in self._writes[call_id] if at >= since))]

    def _is_sent_after(self, one: Decision, at: int) -> bool:
        """Whether a write after that moment made this change; only where its value is its own."""
        if isinstance(one.want, TagDelta):
            names = {name.casefold() for name in one.want.add}
            others = [other for other in self._by_key[one.call_id, TAGS] if other is not one]
            names -= {name.casefold() for other in others for name in other.want.add}  # type: ignore[union-attr]
            return any(
                names & (canonical(TAGS, write.after[TAGS]) - canonical(TAGS, write.before[TAGS]))
                for when, write in self._writes[one.call_id]
                if when >= at
            )
        if isinstance(one.want, Appended) or one.field == "lead_status":
            return False
        alike = [other for other in self._by_key[one.call_id, one.field] if same(one.field, other.want, one.want)]
        sent = [write for when, write in self._ours(one.call_id, one.field) if when >= at]
        return len(alike) == 1 and any(same(one.field, write.body[one.field], one.want) for write in sent)

    def _note(self, what: str, one: Decision) -> None:
        self.verdict.note(what, f"{one}{self._story(one.call_id, one.field)}")

    def _story(self, call_id: str, name: str) -> str:
        """Everything that happened to a field of a call, a line each."""
        lines: list[tuple[int, str]] = []
        for at, event in enumerate(self._log):
            if isinstance(event, Read):
                if event.call_id in (call_id, None):
                    lines.append((at, f"{event.who} reads {'it' if event.call_id else 'pages'}"))
            elif event.call_id == call_id and ({name, "tag_list"} if name == TAGS else {name}) & event.body.keys():
                does = "writes" if event.is_applied else "fails to write"
                lines.append((at, f"{event.who} {does} {event.body}: {event.before[name]!r} -> {event.after[name]!r}"))
        for one in self._by_key[call_id, name]:
            state = self._shown[one.seq].state.value if one.seq in self._shown else ""
            state = f"{state} taken back at {one.cancelled_at} {one.maybe_cancelled}" if not one.is_alive else state
            lines.append((one.since, f"{one.window} decided {one.seq}: {one.base} -> {one.want!r} {state}"))
        return "".join(f"\n    {at:>4} {words}" for at, words in sorted(lines))
