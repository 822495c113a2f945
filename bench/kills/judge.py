"""Judges one schedule by the gateway's log: every decision against every write, call by call, field by field."""

from __future__ import annotations

from bench.kills.gateway import COLLEAGUE, Read, Write
from bench.kills.ledger import Key, Ledger
from bench.kills.record import Decision
from bench.kills.verdict import Verdict
from callrail_tui.model.edit import NAME, NOTE, SPAM, TAGS, Appended, TagDelta, canonical, same
from callrail_tui.model.edit import State as EditState

_FIELDS = ("lead_status", NOTE, NAME, "value")


class Judge(Ledger):
    """Counts what must not be, and what may."""

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
        for at, event in enumerate(self._log):
            if isinstance(event, Read):
                continue
            if event.who == COLLEAGUE:
                theirs |= {(event.call_id, name): at for name in event.body}
            elif event.is_applied:
                for name in set(event.body) & {*_FIELDS, TAGS}:
                    since = theirs.get((event.call_id, name))
                    if since is not None and self._is_taken_away(event, name):
                        self._note_foreign(event, name, since)
                    if name != TAGS and not same(name, event.before[name], event.after[name]):
                        theirs.pop((event.call_id, name), None)

    def _kind(self, write: Write, name: str, since: int) -> str:
        """Whether the colleague's change at `since` fell between our read and our write, as far as those can be."""
        mine = [(at, event) for at, event in enumerate(self._log[: write.arrived]) if event.who == write.who]
        alone = max(
            (at for at, event in mine if isinstance(event, Read) and event.call_id == write.call_id), default=-1
        )
        # A page that was served just before the write came may have reached the program only after it was sent.
        pages = any(isinstance(event, Read) and event.call_id is None for at, event in mine if at < since)
        tried = any(
            isinstance(event, Write) and event.call_id == write.call_id and name in event.body
            for at, event in mine
            if at > max(alone, 0)
        )
        if alone > since:
            return "outside"
        if alone >= 0 and not tried:
            return "inside"
        return "in a bulk" if pages and self._is_bulk(write.call_id) else "outside"

    def _note_foreign(self, write: Write, name: str, since: int) -> None:
        kind = self._kind(write, name, since)
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
