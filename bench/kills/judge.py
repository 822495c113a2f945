"""Judges one schedule exactly, by the gateway's log: every decision against every write, call by call, field by field."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from bench.kills.gateway import COLLEAGUE, Read, State, Write
from bench.kills.gateway import Event as LogEvent
from bench.kills.record import Decision, Record
from bench.kills.verdict import Verdict
from callrail_tui.model.edit import NAME, NOTE, SPAM, TAGS, Appended, TagDelta, canonical, same
from callrail_tui.model.edit import State as EditState

_FIELDS = ("lead_status", NOTE, NAME, "value")
Key = tuple[str, str]


class Judge:
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

    def judge(self) -> Verdict:
        """All of it."""
        counts, record = self.verdict.counts, self._record
        counts["schedules"] = 1
        counts["kills"], counts["keys"], counts["decisions"] = record.kills, record.keys, len(record.decisions)
        counts["PUTs"] = sum(isinstance(event, Write) and event.who != COLLEAGUE for event in self._log)
        counts["foreign"] = sum(isinstance(event, Write) and event.who == COLLEAGUE for event in self._log)
        for words in record.trouble:
            self.verdict.note("trouble", words)
        if record.pending:
            self.verdict.note("undelivered", f"{record.pending} calls still pending")
        touched = {
            (call_id, name) for call_id, writes in self._writes.items() for _, one in writes for name in one.body
        }
        for key in sorted(set(self._by_key) | {(call, name) for call, name in touched if name in _FIELDS}):
            self._judge_key(key)
        self._judge_foreign()
        self._judge_shown()
        return self.verdict

    def _judge_key(self, key: Key) -> None:
        decisions = self._by_key[key]
        if key[1] == TAGS:
            self._judge_tags(key[0], decisions)
        elif key[1] == SPAM:
            for one in decisions:
                if one.is_alive and one.seq not in self._shown and not self._final(key[0]).get(SPAM):
                    self._note("lost", one)
        elif any(isinstance(one.want, Appended) for one in decisions):
            self._judge_appended(key, decisions)
        else:
            self._judge_order(key, decisions)
            self._judge_lost(key, decisions)
        for one in decisions:
            if one.cancelled_at is not None and self._is_sent_after(one, one.cancelled_at):
                self._note("taken back but sent", one)

    # Values that replace each other ---------------------------------------------------------------------------------

    def _judge_order(self, key: Key, decisions: list[Decision]) -> None:
        """Each write of ours must be of a decision after the last one that was written."""
        call_id, name = key
        latest = -1
        for _, write in self._ours(call_id, name):
            value = write.body[name]
            alike = [place for place, one in enumerate(decisions) if same(name, one.want, value)]
            has_effect = not same(name, write.before[name], value)
            following = next((place for place in alike if place > latest), None)
            if following is not None:
                latest = following
            elif has_effect and latest in alike:
                self._note("twice", decisions[latest])
            elif has_effect and alike:
                self._note("out of order", decisions[alike[-1]])
            elif has_effect:
                self.verdict.note("invented", f"{call_id} {name} {value!r} was never decided")

    def _judge_lost(self, key: Key, decisions: list[Decision]) -> None:
        """The last decision that stands must have been there at some time since, or be shown."""
        alive = [place for place, one in enumerate(decisions) if one.is_alive]
        if not alive:
            return
        last = decisions[alive[-1]]
        later = decisions[alive[-1] :]
        values = self._values(key, last.since)
        if any(one.seq in self._shown for one in later) or any(same(key[1], one, last.want) for one in values):
            return
        if any(one.maybe_cancelled and same(key[1], value, one.want) for one in later for value in values):
            return
        self._note("lost", last)

    # Notes that are appended ----------------------------------------------------------------------------------------

    def _judge_appended(self, key: Key, decisions: list[Decision]) -> None:
        call_id, name = key
        for one in decisions:
            if not isinstance(one.want, Appended):
                continue
            text = one.want.text
            writes = self._ours(call_id, name)
            times = sum(
                text in (write.after[name] or "")
                and text not in (write.before[name] or "")
                and not self._is_taken_away(write, name)  # Then it stands again in what was overwritten: counted there.
                for _, write in writes
            )
            most = max(((write.after[name] or "").count(text) for _, write in writes), default=0)
            if times > 1 or most > 1:
                self._note("twice", one)
            stands = any(text in (value or "") for value in self._values(key, one.since))
            followed = any(not isinstance(later.want, Appended) for later in decisions if later.seq > one.seq)
            if one.is_alive and not stands and not followed and one.seq not in self._shown:
                self._note("lost", one)

    # Tags -----------------------------------------------------------------------------------------------------------

    def _judge_tags(self, call_id: str, decisions: list[Decision]) -> None:
        names = {
            name for one in decisions if isinstance(one.want, TagDelta) for name in (*one.want.add, *one.want.remove)
        }
        final = canonical(TAGS, self._final(call_id)[TAGS])
        for name in names:
            about = [one for one in decisions if name in one.want.add or name in one.want.remove]  # type: ignore[union-attr]
            self._count_tag(call_id, name, about)
            alive = [one for one in about if one.is_alive]
            unclear = any(one.maybe_cancelled or one.seq in self._shown for one in about)
            if not alive or unclear or self._is_taken_by_colleague(call_id, name):
                continue
            wants_it = name in alive[-1].want.add  # type: ignore[union-attr]
            if wants_it != (name.casefold() in final):
                self._note("lost", alive[-1])

    def _count_tag(self, call_id: str, name: str, about: list[Decision]) -> None:
        plain = name.casefold()
        for is_added in (True, False):
            changes = sum(
                (plain in canonical(TAGS, write.after[TAGS])) is is_added
                and (plain in canonical(TAGS, write.before[TAGS])) is not is_added
                for _, write in self._writes[call_id]
                if write.who != COLLEAGUE
            )
            wanted = [one for one in about if name in (one.want.add if is_added else one.want.remove)]  # type: ignore[union-attr]
            if changes > len(wanted):
                if wanted:
                    self._note("twice", wanted[-1])
                else:
                    self.verdict.note("invented", f"{call_id} tag {name} {'added' if is_added else 'removed'}")

    def _is_taken_by_colleague(self, call_id: str, name: str) -> bool:
        return any(
            write.who == COLLEAGUE and name in write.before[TAGS] and name not in write.after[TAGS]
            for _, write in self._writes[call_id]
        )

    # Others' changes ------------------------------------------------------------------------------------------------

    def _judge_foreign(self) -> None:
        """Every value of the colleague that a write of ours took away unseen, by when we had last read."""
        theirs: dict[Key, int] = {}
        read: dict[tuple[str, str], int] = {}
        pages: dict[str, int] = {}
        used: set[tuple[str, str, str]] = set()
        for at, event in enumerate(self._log):
            if isinstance(event, Read):
                if event.call_id is None:
                    pages[event.who] = at
                else:
                    read[event.who, event.call_id] = at
                    used -= {(event.who, event.call_id, name) for name in (*_FIELDS, TAGS)}
                continue
            if event.who == COLLEAGUE:
                theirs |= {(event.call_id, name): at for name in event.body}
                continue
            for name in set(event.body) & {*_FIELDS, TAGS}:
                since = theirs.get((event.call_id, name))
                if event.is_applied and since is not None and self._is_taken_away(event, name):
                    last = read.get((event.who, event.call_id), -1)
                    page = pages.get(event.who, -1)
                    is_first = (event.who, event.call_id, name) not in used
                    kind = (
                        "inside" if is_first and 0 <= last < since else "in a bulk" if 0 <= page < since else "outside"
                    )
                    kind = "outside" if last > since else kind
                    self._note_foreign(kind, event, name)
                used.add((event.who, event.call_id, name))
                if event.is_applied and not same(name, event.before[name], event.after[name]):
                    if name != TAGS:
                        theirs.pop((event.call_id, name), None)

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

    def _note_foreign(self, kind: str, write: Write, name: str) -> None:
        words = f"{name}: {write.before[name]!r} -> {write.after[name]!r}{self._story(write.call_id, name)}"
        if kind == "outside":
            self.verdict.note(kind, words)
        else:
            self.verdict.counts[kind] += 1

    # What the outbox shows ------------------------------------------------------------------------------------------

    def _judge_shown(self) -> None:
        for seq, edit in self._shown.items():
            if edit.state is EditState.FAILED:
                self.verdict.counts["failed"] += 1
                self.verdict.failures[edit.failure.title if edit.failure else "without words"] += 1
                continue
            self.verdict.counts["conflicts"] += 1
            now = edit.seen.value if edit.seen is not None else None
            theirs = [
                write.after[edit.field]
                for _, write in self._writes[edit.call_id]
                if write.who == COLLEAGUE and edit.field in write.body
            ]
            if any(same(edit.field, now, one) or (one and str(one) in str(now or "")) for one in theirs):
                continue
            window = self._record.decisions[seq].window if seq in self._record.decisions else ""
            others = [one for one in self._by_key[edit.call_id, edit.field] if one.window != window]
            if any(same(edit.field, now, one.want) for one in others):
                self.verdict.counts["between windows"] += 1
            else:
                words = f"{seq} base {edit.base} want {edit.want!r} now {now!r}{self._story(edit.call_id, edit.field)}"
                self.verdict.note("false conflicts", words)

    # Looking things up ----------------------------------------------------------------------------------------------

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
