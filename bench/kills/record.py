"""What the harness knows of one schedule: every acknowledged decision, and how the journal ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bench.kills.child import Ack, Ended, Ready, Trying
from callrail_tui.model.edit import Edit, Known, Want


@dataclass
class Decision:
    """One decision about one field of one call that was acknowledged, or was seen in the journal after a kill."""

    seq: int
    call_id: str
    field: str
    base: Known | None
    want: Want
    window: str
    since: int
    """How long the gateway's log was then."""
    cancelled_at: int | None = None
    maybe_cancelled: bool = False
    """The process was killed while it was being taken back."""

    @property
    def is_alive(self) -> bool:
        """Whether it must come to something."""
        return self.cancelled_at is None and not self.maybe_cancelled


@dataclass
class Record:
    """Filled in as the processes tell."""

    decisions: dict[int, Decision] = field(default_factory=dict)
    at_the_end: dict[int, Edit] = field(default_factory=dict)
    """The edits that the outbox still shows."""
    pending: int = 0
    kills: int = 0
    keys: int = 0
    """Acknowledged keys."""
    refused: int = 0
    steps: int = 0
    trouble: list[str] = field(default_factory=list)
    """What went wrong with a process itself."""
    tried: dict[str, int] = field(default_factory=dict)
    """The last step that each window began."""
    _taking_back: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def take(self, window: str, message: Any, at: int) -> None:
        """What a process of this window told, when the gateway's log was so long."""
        if isinstance(message, Ready):
            shown = {edit.seq for edit in message.edits}
            for seq in self._taking_back.pop(window, ()):
                if seq in self.decisions and seq not in shown:
                    self.decisions[seq].maybe_cancelled = True
            self._add(window, message.edits, at)
        elif isinstance(message, Trying):
            self.tried[window] = message.step
            self._taking_back[window] = message.takes_back
        elif isinstance(message, Ack):
            self._check_undo(message, self._taking_back.pop(window, ()))
            self.keys += not message.refused
            self.refused += bool(message.refused)
            self._add(window, message.added, at)
            for seq in message.cancelled:
                if seq in self.decisions and self.decisions[seq].cancelled_at is None:
                    self.decisions[seq].cancelled_at = at
        elif isinstance(message, Ended):
            self.at_the_end = {edit.seq: edit for edit in message.edits}
            self.pending, self.steps = message.pending, message.steps
            if message.words:
                self.trouble.append(f"parked: {message.words}")

    def _check_undo(self, ack: Ack, takes_back: tuple[int, ...]) -> None:
        """Whatever `u` takes back is given up, or decided the other way round."""
        if not ack.took_back:
            return
        reversed_keys = {edit.key for edit in ack.added}
        for seq in takes_back:
            one = self.decisions.get(seq)
            if one and seq not in ack.cancelled and (one.call_id, one.field) not in reversed_keys:
                self.trouble.append(f"u did not take back {one}")

    def _add(self, window: str, edits: tuple[Edit, ...], at: int) -> None:
        for edit in edits:
            if edit.seq not in self.decisions:
                self.decisions[edit.seq] = Decision(
                    edit.seq, edit.call_id, edit.field, edit.base, edit.want, window, at
                )
