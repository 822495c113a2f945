"""Typing ahead is safe: keys that follow an opening key wait for what it opens, and are never run as commands.

Tried on Textual 8.2.8, where a key is forwarded to the widget that has the focus now, while the action of the key
before it still travels up the queues. Here such a key closes the gate as it is forwarded. A marker is sent after it
along the same queues, and comes back to the app when the key has been dealt with: a lap. The gate opens once what was
opened has the focus and a lap has found nothing changing any more. Then what was held is dispatched in order.
"""

from collections import deque
from dataclasses import dataclass
from time import monotonic
from typing import Any, ClassVar, Final

from textual import events
from textual.app import App, ReturnType
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from callrail_tui.keymap import ACTIONS, MOVE
from callrail_tui.outcome_keys import is_outcome
from callrail_tui.terminal.driver import SafeDriver
from callrail_tui.terminal.narrow_updates import paint_at_once
from callrail_tui.widgets.row_view import RowView

_SETTLED: Final = 4
"""Laps that find the same focus before the gate opens: a field's word, who acts on it, whom that tells, the focus."""
_IN_VAIN: Final = 6
"""Laps without any change after which an opening key has opened nothing."""
_TICK: Final = 0.05
_MOUNTING: Final = 10
"""Ticks (0.5 s of a loop that runs) after which a screen that focuses nothing is taken to have nothing to focus."""
_MOST_TICKS: Final = 100
"""Ticks (5 s of a loop that runs) after which what was to open is given up."""
_ENDS_A_FIELD: Final = frozenset({"enter", "escape", "tab", "shift+tab", "ctrl+j"})

Typed = events.Key | events.Paste
Place = tuple[Screen[Any] | None, Widget | None]


class Lap(events.Event):
    """Follows a key through the queues, from the widget that got it up to the app."""

    def __init__(self, gate: "Gate") -> None:
        super().__init__()
        self.gate = gate


@dataclass(eq=False, slots=True)
class Gate:
    """One closed gate: what it waits for, and how long it has."""

    opens: bool
    """Whether something is to be opened; else a key may only move the focus or close what has it."""
    before: Place
    seen: Place
    laps: int = 0
    """Laps that found `seen`."""
    ticks: int = 0
    lap_at_tick: int = -1
    promised: bool = False
    """Whether an action said that something opens, so that only time ends the wait."""
    refused: bool = False

    def lap(self, now: Place) -> None:
        """The marker is back, and this is what has the focus."""
        self.laps = self.laps + 1 if now == self.seen else 0
        self.seen = now

    @property
    def settled(self) -> bool:
        """Whether the next key may go to what has the focus."""
        if not self.opens:
            return self.laps >= _SETTLED or self.ticks >= _MOST_TICKS
        if self.laps < _SETTLED:
            return False
        if self.seen == self.before:
            return False
        screen, focused = self.seen
        # A screen that has nothing to focus takes the keys itself, once it had the time to mount.
        return focused is not None or (screen is not self.before[0] and self.ticks >= _MOUNTING)

    @property
    def in_vain(self) -> bool:
        """Whether the key has opened nothing, so that what follows it belongs nowhere."""
        nothing = self.seen == self.before and self.laps >= _IN_VAIN and not self.promised
        return self.opens and (self.refused or nothing or self.ticks >= _MOST_TICKS)


class TypingSafety(App[ReturnType]):
    """App mixin: holds keys and pastes while something opens, and keeps a paste out of everything but fields."""

    OPENING: ClassVar[frozenset[str]] = frozenset(action.id for action in ACTIONS if action.opens)
    """Ids of bindings that open something to type into."""
    MOVING: ClassVar[frozenset[str]] = frozenset(
        action.id for action in ACTIONS if action.group != MOVE or "pane" in action.call
    )
    """Ids of bindings that may move the focus or change the place: the next key waits until they have."""

    _is_ready = False
    """Whether the first screen stands; what is typed before belongs to a pane that does not have the focus yet."""
    _text_on_its_way = False
    """Whether text went to a field that may not have it yet."""
    _gate: Gate | None = None
    _gate_timer: Timer | None = None
    _last_key = ""
    last_typed = 0.0
    """When somebody last did something at the terminal, by `time.monotonic`."""
    key_run = 0
    """Changes with each key that is not the one before it: a held key is one run."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held_keys: deque[Typed] = deque()

    def get_driver_class(self) -> type[Any]:
        """Our own keyboard reader where Textual would take its own."""
        from textual.drivers.linux_driver import LinuxDriver  # late: Textual imports a driver only where it runs

        driver: type[Any] = super().get_driver_class()
        return SafeDriver if driver is LinuxDriver else driver

    @property
    def holds_keys(self) -> bool:
        """Whether keys are being held for something that is about to have the focus."""
        return self._gate is not None

    def hold_keys(self) -> None:
        """Hold the keys that follow until something new has the focus: for what takes its time to open."""
        if self._gate is None:
            self._close_gate(opens=True)
            self._send_lap()
        if self._gate is not None:
            self._gate.opens = self._gate.promised = True

    def refuse_keys(self) -> None:
        """What was to open does not: the held keys are text for it, so they are dropped with a word, not run."""
        if self._gate is not None:
            self._gate.refused = True

    def typed_in_vain(self, count: int) -> None:
        """Say that keys were dropped; the app may say it in its own place."""
        self.notify(f"Nothing was opened; {count} keys typed for it were left out.", markup=False)

    async def on_event(self, event: events.Event) -> None:
        """Hold, drop or dispatch what is typed; look at the gate after everything else."""
        if isinstance(event, events.InputEvent):
            self.last_typed = monotonic()
        if isinstance(event, Lap):
            if event.gate is self._gate:
                self._gate.lap(self._place())
                await self._look_at_gate()
                if event.gate is self._gate:
                    self._send_lap()
        elif isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._held_keys.append(event)
            await self._dispatch_held()
        else:
            await super().on_event(event)
            if isinstance(event, events.Ready):
                self._is_ready = True
                await self._dispatch_held()

    async def _dispatch_held(self) -> None:
        while self._held_keys and self._gate is None and self._is_ready:
            event = self._held_keys.popleft()
            if isinstance(event, events.Paste):
                if self._in_field():
                    self._text_on_its_way = True
                    await super().on_event(event)
                continue
            if self._waits_for_text(event):
                self._held_keys.appendleft(event)
                self._close_gate(opens=False)
                self._send_lap()
                return
            if event.key != self._last_key:
                self._last_key = event.key
                self.key_run += 1
            bound = self._bound(event)
            opens = self._telling(event, bound)
            if opens is None:
                if bound is None or not await self._move_at_once(*bound):
                    await super().on_event(event)
                continue
            self._close_gate(opens)
            await super().on_event(event)
            self._send_lap()

    def _waits_for_text(self, event: events.Key) -> bool:
        """Whether this key acts on a field's text, some of which has not arrived: bindings overtake what is typed."""
        on_its_way, self._text_on_its_way = self._text_on_its_way, False
        if not self._in_field():
            return False
        assert self.focused is not None
        if not self.focused.check_consume_key(event.key, event.character):
            return on_its_way
        if any(event.key in bindings.key_to_bindings for _, bindings in self.screen._modal_binding_chain):
            return on_its_way
        self._text_on_its_way = True
        return False

    def _telling(self, event: events.Key, bound: tuple[DOMNode, Binding] | None) -> bool | None:
        """True for a key that opens something, False for one that may move the focus, None for any other."""
        if not self._screen_stack:
            return None
        field = self._in_field()
        if field and self.focused is not None and self.focused.check_consume_key(event.key, event.character):
            return None
        modal = self.screen.is_modal
        if (field or modal) and event.key in _ENDS_A_FIELD:
            return False
        name = "" if bound is None else bound[1].id or bound[1].action
        if name in self.OPENING:
            return True
        return False if field or modal or name in self.MOVING or is_outcome(name) else None

    def _bound(self, event: events.Key) -> tuple[DOMNode, Binding] | None:
        """The binding that Textual will run for this key, and whose it is."""
        if not self._screen_stack:
            return None
        chain = self.screen._binding_chain
        modal = next((index for index, (node, _) in enumerate(chain, 1) if node.is_modal), len(chain))
        for priority in (True, False):
            for node, bindings in reversed(chain) if priority else chain[:modal]:
                for binding in bindings.key_to_bindings.get(event.key, ()):
                    if binding.priority == priority and self._check_action_state(binding.action, node):
                        return node, binding
        return None

    async def _move_at_once(self, node: DOMNode, binding: Binding) -> bool:
        """Run a move of a pane that takes no keys but by its bindings, and paint it.

        Stock Textual hands the key from pane to screen to app, each with a queue and a task of its own, only to run the
        same binding in the end. Nothing can be on its way before this key: what may change the place has a gate.
        """
        pane = self.focused
        if not (isinstance(pane, RowView) and node is pane and self.app_focus):
            return False
        moved = await self.run_action(binding.action, node)
        if moved and not (self.message_queue_size or self._held_keys):  # What follows at once is painted with it.
            pane.settle()
            paint_at_once(self.screen)
        return moved

    def _in_field(self) -> bool:
        """Whether text can be typed where the focus is."""
        focused = self.focused if self._screen_stack else None
        return focused is not None and focused.check_consume_key("a", "a")

    def _place(self) -> Place:
        return (self.screen, self.focused) if self._screen_stack else (None, None)

    def _close_gate(self, opens: bool) -> None:
        place = self._place()
        self._gate = Gate(opens, place, place)
        self._gate_timer = self.set_interval(_TICK, self._gate_tick)

    def _send_lap(self) -> None:
        if self._gate is not None and self._screen_stack:
            (self.focused or self.screen).post_message(Lap(self._gate))

    async def _gate_tick(self) -> None:
        """The net for a marker that was lost with the widget that held it, and for what never opens."""
        gate = self._gate
        if gate is None:
            return
        gate.ticks += 1
        await self._look_at_gate()
        if gate is self._gate and gate.laps == gate.lap_at_tick:
            self._send_lap()
        gate.lap_at_tick = gate.laps

    async def _look_at_gate(self) -> None:
        gate = self._gate
        if gate is None or not (gate.in_vain or gate.settled):
            return
        self._gate = None
        if self._gate_timer is not None:
            self._gate_timer.stop()
        if gate.in_vain:
            count = len(self._held_keys)
            self._held_keys.clear()
            if count:
                self.typed_in_vain(count)
        await self._dispatch_held()
