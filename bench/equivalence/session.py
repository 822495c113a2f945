"""One run of the program from one seed: actions at random, the screens compared after every update."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any
from unittest import mock

from rich.color import Color, ColorSystem
from textual.filter import dim_color
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, Static

from bench.equivalence.emulator import adding, joining
from bench.equivalence.scene import Dialog, Dice, Panel, Rows
from bench.equivalence.twice import Different, Twice
from callrail_tui.terminal.narrow_updates import with_narrow_updates

_NEVER = 3600.0
_TURNS = 6
_SIZES = ((20, 6), (31, 9), (40, 12), (60, 16), (80, 24), (100, 30))
_LARGE = (120, 40)
_THEMES = ("textual-dark", "nord", "gruvbox", "textual-light", "dracula", "ansi-dark", "ansi-light")


def _dimmed(background: Color, color: Color) -> Color:
    """Textual's own, which trips over dim text in or on the terminal's own colours (8.2.8)."""
    return dim_color(background, color) if background.triplet and color.triplet else color


class Session:
    """What one seed does."""

    def __init__(self, seed: str, actions: int = 200) -> None:
        self.dice = dice = Dice(seed)
        self.actions = actions
        strange = dice.choice((0.0, 0.1, 0.3))
        widths = dice.choice((joining, joining, adding))
        self.app = Twice(dice, self._size(), widths, strange)
        # Before anything is drawn, as in the program; and Textual keeps the codes of a blank strip for all apps that
        # a process runs, in the colours of the first.
        Strip.blank.cache_clear()
        self.app.console._color_system = dice.choice(
            (ColorSystem.TRUECOLOR,) * 3 + (ColorSystem.EIGHT_BIT, ColorSystem.STANDARD)
        )
        self.answers = dice.choice((1.0, 1.0, 0.3, 0.05, 0.0))
        self.done: list[str] = []
        self.kinds = {
            self.step: 16,
            self.scroll: 16,
            self.page: 6,
            self.text: 12,
            self.panel: 12,
            self.panel_moves: 6,
            self.pane: 5,
            self.toast: 4,
            self.no_toasts: 2,
            self.dialog: 6,
            self.close: 8,
            self.float: 14,
            self.show_float: 6,
            self.type: 8,
            self.restyle: 6,
            self.lay_out: 4,
            self.theme: 1,
            self.resize: 3,
            self.suspend: 1,
            self.lost: 2,
            self.repaint: 2,
            self.batch: 3,
        }

    @property
    def counts(self) -> Counter[str]:
        return self.app.counts

    def _size(self) -> tuple[int, int]:
        return _LARGE if self.dice.random() < 0.04 else self.dice.choice(_SIZES)

    def run(self) -> None:
        """Run it; raises `Different` where the screens differ."""
        size = (self.app.stock.columns, self.app.stock.lines)
        with mock.patch("textual.screen.UPDATE_PERIOD", _NEVER), mock.patch("textual.filter.dim_color", _dimmed):
            asyncio.run(self.app.run_async(size=size, auto_pilot=self._play))
        if self.app._exception is not None:
            raise self.app._exception
        if self.app.found:
            raise Different(self.app.found)
        self.counts["bytes of Textual"] += self.app.stock.fed
        self.counts["bytes of ours"] += self.app.ours.fed

    async def _play(self, pilot: Pilot[None]) -> None:
        app, dice = self.app, self.dice
        app._sync_available = dice.random() < 0.5
        app.theme = dice.choice(_THEMES)
        for terminal in (app.stock, app.ours):
            terminal.scribble()
        app.unsettled = True
        app.screen.refresh(layout=True)
        app.repaint()
        await self.settle()
        kinds, weights = [*self.kinds], [*self.kinds.values()]
        for _ in range(self.actions):
            for action in dice.choices(kinds, weights, k=dice.choice((1, 1, 1, 2, 5))):
                self.done.append(action.__name__)
                self.counts[action.__name__] += 1
                with app.screen._context():
                    if (wait := action()) is not None:
                        await wait
                app.pace.now += dice.choice((0.001, 0.02, 0.3, 3.0))
                if dice.random() < 0.5:
                    await self.paint()
            await self.settle()
            if app.found or app._exception:
                break
        app.exit()

    async def paint(self) -> None:
        """Let some messages pass, and paint what they have left to paint so far."""
        for _ in range(self.dice.randint(0, 5)):
            await asyncio.sleep(0)
        self.app.screen._on_timer_update()
        self.answer()

    def answer(self) -> None:
        """Let the terminal answer, or its patience pass."""
        while self.app.our_driver.owed and self.dice.random() < self.answers:
            self.app.our_driver.answer()

    async def settle(self) -> None:
        """Paint until nothing is left to paint, let the last frame go out, and compare."""
        app = self.app
        turns = rounds = 0
        while turns < _TURNS:
            await asyncio.sleep(0)
            rounds += 1
            assert rounds < 5000, "the program does not come to rest"
            turns = turns + 1 if self._is_quiet() else 0
            if turns == _TURNS - 1 and self._has_work():
                with app.screen._context():
                    app._check_resize()
                    app.screen._on_timer_update()
                turns = 0
        if app.stock_lost:
            # There and back again before Textual took note: it draws nothing then.
            app.screen.refresh()
            await self.settle()
            return
        self.answer()
        while app._held is not None and self.dice.random() < 0.8:
            self.counts["frames held at rest"] += 1
            if app.our_driver.owed and self.answers:
                app.our_driver.answer()
            else:
                app.pace.now += 5.0
                app._send_frame()
        if app._held is None:
            app.unsettled = False
            app.compare()

    def _is_quiet(self) -> bool:
        app = self.app
        pumps: list[Any] = [app, *app._registry]
        return not any(pump.message_queue_size or pump._next_callbacks for pump in pumps)

    def _has_work(self) -> bool:
        screen = self.app.screen
        return bool(
            self.app._resize_event is not None
            or screen._layout_required
            or screen._scroll_required
            or screen._repaint_required
            or screen._recompose_required
            or screen._dirty_widgets
            or screen._callbacks
        )

    # What may happen -------------------------------------------------------------------------------------------

    def _one(self, kind: type[Any]) -> Any:
        return self.dice.choice(list(self.app.screen.query(kind)) or list(self.app.screen_stack[0].query(kind)))

    def step(self) -> None:
        self._one(Rows).go(self.dice.choice((1, -1)))

    def scroll(self) -> None:
        rows = self._one(Rows)
        rows.scroll_to(y=rows.scroll_offset.y + self.dice.choice((1, -1, 2, -3, 5)), animate=False, immediate=True)

    def page(self) -> None:
        rows = self._one(Rows)
        rows.go(self.dice.choice((1, -1)) * max(1, rows.size.height) * self.dice.choice((1, 1, 7)))

    def text(self) -> None:
        palette = [self.dice.style() for _ in range(3)]
        self._one(Static).update(self.dice.rich_text(self.app.strange, palette))

    def panel(self) -> None:
        self._one(Panel).change(self.dice, self.app.strange)

    def panel_moves(self) -> None:
        self._one(Panel).shift(self.dice)

    def pane(self) -> None:
        self.app.screen_stack[0].query_one(self.dice.choice(("#side", "#lower", "#status", "#field"))).toggle_class(
            "hidden"
        )

    def toast(self) -> None:
        self.app.notify(self.dice.text(0.5) * 3, title=self.dice.text(0.2), timeout=_NEVER, markup=False)

    def no_toasts(self) -> None:
        self.app.clear_notifications()

    def dialog(self) -> Any:
        if len(self.app.screen_stack) > 3:
            return None
        dialog = Dialog(self.dice, self.app.strange)
        return self.app.push_screen(with_narrow_updates(dialog) if self.dice.random() < 0.5 else dialog)

    def close(self) -> Any:
        return self.app.pop_screen() if len(self.app.screen_stack) > 1 else None

    def _floating(self) -> Any:
        return self.app.screen_stack[0].query_one(self.dice.choice(("#first", "#second")))

    def float(self) -> None:
        width, height = self.app.size
        self._floating().styles.offset = (self.dice.randint(-10, width), self.dice.randint(-3, height))

    def show_float(self) -> None:
        self._floating().toggle_class(self.dice.choice(("hidden", "framed", "unseen")))

    def type(self) -> None:
        field = self._one(Input)
        field.focus()
        field.value = (field.value + self.dice.text(self.app.strange)) if len(field.value) < 40 else ""
        field.cursor_position = self.dice.randint(0, len(field.value))

    def restyle(self) -> None:
        styles = self._one(self.dice.choice((Static, Panel, Rows))).styles
        styles.background = self.dice.choice(("#203040", "red", "ansi_default", "transparent", "#203040 50%"))
        styles.color = self.dice.choice(("white", "ansi_blue", "#a0b0c0"))
        styles.text_style = self.dice.choice(("none", "bold", "reverse", "underline", "dim"))

    def lay_out(self) -> None:
        styles = self._one(self.dice.choice((Panel, Rows, Static))).styles
        styles.width = self.dice.choice(("1fr", "30%", 12, 25))
        styles.margin = self.dice.choice((0, 1))

    def theme(self) -> None:
        self.app.theme = self.dice.choice(_THEMES)

    def resize(self) -> None:
        width, height = self._size()
        self.app.unsettled = True
        is_new = (width, height) != (self.app.stock.columns, self.app.stock.lines)
        for terminal in (self.app.stock, self.app.ours) if is_new else (self.app.ours,):
            terminal.resize(height, width)
            terminal.scribble("r")
        self.app.stock_lost |= is_new
        self.app.our_driver.tell_size()

    def suspend(self) -> None:
        self.app.unsettled = True
        with self.app.suspend():
            for terminal in (self.app.stock, self.app.ours):
                terminal.scribble("s")

    def lost(self) -> None:
        """Something else has written to our terminal."""
        self.app.unsettled = True
        self.app.ours.scribble("l")
        self.app.repaint()

    def repaint(self) -> None:
        self.app.screen.refresh()

    def batch(self) -> None:
        with self.app.batch_update():
            self.step()
            self.panel()
