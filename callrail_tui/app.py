"""The program on the screen: opens the account, owns the session, shows what goes wrong (floor 7)."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from callrail_tui import collector
from callrail_tui.commands import offered, run_action
from callrail_tui.going import GoingApp
from callrail_tui.head_start import HeadStart, first_inquiry
from callrail_tui.head_start import now as this_machines_now
from callrail_tui.keymap import APP, EXPLORER, TRIAGE, Action, bindings
from callrail_tui.messages import BrowserAsked, CopyAsked
from callrail_tui.opener import Opener
from callrail_tui.outcome_keys import outcome_actions
from callrail_tui.present.columns import DEFAULT_COLUMNS
from callrail_tui.present.text import assemble, display
from callrail_tui.reach import Reach, reach
from callrail_tui.screens.arrangement import ArrangedScreen
from callrail_tui.screens.explorer import ExplorerScreen
from callrail_tui.screens.outcomes import with_outcomes
from callrail_tui.screens.panes import DEFAULT_SPLIT, LIST_SPLIT, Layout
from callrail_tui.sessions import Sessions
from callrail_tui.storage.paths import ui_state_file
from callrail_tui.storage.settings import Settings
from callrail_tui.storage.styles import styles_path
from callrail_tui.storage.ui_state import NotRemembered, UiState, UiStateFile
from callrail_tui.terminal.crash import LastNet
from callrail_tui.terminal.display import CellDisplay
from callrail_tui.terminal.guard import install_render_guard
from callrail_tui.terminal.late_styles import LateStyles
from callrail_tui.terminal.lighter_textual import install_lighter_textual
from callrail_tui.terminal.narrow_updates import NarrowUpdates, with_narrow_updates
from callrail_tui.terminal.pressing import PressSafety
from callrail_tui.terminal.typing_ahead import TypingSafety
from callrail_tui.text import clean


class CallrailApp(
    GoingApp[None],
    TypingSafety[None],
    PressSafety[None],
    LastNet[None],
    LateStyles[None],
    NarrowUpdates[None],
    CellDisplay[None],
):
    """One run; `now` is the clock of dates and of the demo, `clock` that of holds, `gateway` reaches another one.

    A run that had a head start has the clocks and the gateway of that.
    """

    TITLE = "callrail-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP)]

    _collector: collector.Watch | None = None

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime] = this_machines_now,
        clock: Callable[[], float] = time.monotonic,
        gateway: Reach | None = None,
        ahead: HeadStart | None = None,
    ) -> None:
        install_lighter_textual()
        super().__init__()
        self.take_styles(styles_path())
        self.settings = settings
        self.draws_cells = settings.display == "cells"
        self.now = now
        self.animation_level = "none"
        path = None if settings.demo else ui_state_file(settings.state_dir)
        self._memory = UiStateFile(path, self._not_remembered)
        self._state = self._memory.load()
        sessions = (
            ahead.sessions if ahead is not None else Sessions(settings, gateway or reach(settings, now), now, clock)
        )
        self.opener = Opener(self, self, sessions, ahead)
        self.explorer = self._make_explorer(ahead)

    def today(self) -> date:
        """The day on this machine."""
        return self.now().date()

    # The screens ------------------------------------------------------------------------------------------------

    def _make_explorer(self, ahead: HeadStart | None) -> ExplorerScreen:
        state, settings = self._state, self.settings
        folded = state.tree_folded if state.tree_folded is not None else bool(os.environ.get("SSH_CONNECTION"))
        layout = Layout(tree_folded=folded, split=state.splits.get(LIST_SPLIT, DEFAULT_SPLIT))
        if ahead is not None:
            inquiry, columns = ahead.inquiry, ahead.columns
        else:
            inquiry, columns = first_inquiry(settings, state, self.today()), state.columns or DEFAULT_COLUMNS
        made = with_outcomes(ExplorerScreen, settings.outcomes, EXPLORER)
        explorer = with_narrow_updates(made(layout, inquiry, columns, self.today, demo=settings.demo))
        explorer.export_folder = settings.export_folder
        explorer.kept_favourites = (lambda company_id: self._state.favourites_of(company_id), self._keep_favourite)
        return explorer

    def _keep_favourite(self, company_id: str, slot: int, name: str) -> None:
        self.remember(self._state.with_favourite(company_id, slot, name))

    def get_default_screen(self) -> Screen[None]:
        """The explorer is there from the first paint on; calls come into it."""
        return self.explorer

    def on_mount(self) -> None:
        """Have the first page on its way while the screen is being made."""
        self.opener.begin()

    @on(ExplorerScreen.Composed)
    def _start(self) -> None:
        """Open what there is to open."""
        self.opener.open()
        self.set_timer(collector.SETTLED_SECONDS, self._settled)

    def _settled(self) -> None:
        self.load_later_styles()
        self._collector = collector.wake(asyncio.get_running_loop(), lambda: self.last_typed)

    @property
    def state(self) -> UiState:
        """What is remembered."""
        return self._state

    def remember(self, state: UiState) -> None:
        """Keep `state` for the next start."""
        self._state = state
        self._memory.save(state)

    def _not_remembered(self, trouble: NotRemembered) -> None:
        text = f"{trouble.title} {trouble.hint}"
        self.call_later(self.notify, display(text).plain, severity="warning", markup=False)

    @on(ArrangedScreen.Arranged)
    def _arranged(self) -> None:
        layout = self.explorer.arrangement
        columns, folded, view = self.explorer.columns, layout.tree_folded, self.explorer.inquiry.view
        state = self._state.with_split(LIST_SPLIT, layout.split)
        self.remember(state._replace(columns=columns, tree_folded=folded, view=view))

    async def on_unmount(self) -> None:
        """Let requests on the wire end, then close."""
        if self._collector is not None:
            self._collector.close()
        await self.opener.close()

    # What every place can do ------------------------------------------------------------------------------------

    def action_refresh(self) -> None:
        """Read again; before there is a session, try again to open one. A choice is not asked again over itself."""
        if self.choice is not None:
            return
        read_again = getattr(self.place, "refresh_all", None)
        if read_again is not None:
            read_again()
            return
        if self.opener.session is not None:
            self.explorer.refresh_all()
            self.opener.confirm()
        else:
            self.opener.open()

    def action_help(self) -> None:
        """Show the keys."""
        from callrail_tui.screens.dialogs.help import HelpDialog  # late, as every dialog: not before the first paint

        outcomes = self.settings.outcomes
        self.push_screen(HelpDialog((*self._own_actions, *outcome_actions(outcomes, TRIAGE))))

    def action_palette(self) -> None:
        """Find an action by name."""
        from callrail_tui.screens.dialogs.palette import PaletteDialog  # late, as above

        self.push_screen(PaletteDialog(offered(self, self._own_actions)), self._run_chosen)

    async def _run_chosen(self, action_id: str | None) -> None:
        if action_id is not None:
            await run_action(self, action_id, self._own_actions)

    @property
    def _own_actions(self) -> tuple[Action, ...]:
        return outcome_actions(self.settings.outcomes, EXPLORER)

    # Copy -------------------------------------------------------------------------------------------------------

    @on(CopyAsked)
    @work(group="copy", description="copy", exit_on_error=True)
    async def _copy(self, event: CopyAsked) -> None:
        from callrail_tui.clipboard import Route, clipboard_text, copy  # late, as above
        from callrail_tui.screens.dialogs.reading import ReadingDialog  # late, as above

        what = event.what
        text = clipboard_text(what.text, multiline=what.lines)
        outcome = await copy(text, write_osc52=self.write_terminal, env=os.environ)
        is_shown = outcome.show_text and not what.is_secret
        if is_shown and (what.lines or outcome.route is Route.NONE):
            await self.push_screen(ReadingDialog(assemble(what.what, ": ", outcome.message), text))
        else:
            lines = (text, Content("\n"), outcome.message) if is_shown else (outcome.message,)
            self.notify(assemble(*lines).plain, title=clean(what.what), markup=False)

    @on(BrowserAsked)
    @work(group="browser", description="open a browser", exit_on_error=True)
    async def _open_browser(self, event: BrowserAsked) -> None:
        from callrail_tui.browser import open_in_browser  # late, as above

        told = await open_in_browser(event.address, os.environ)
        self.notify(clean(told), markup=False)

    def write_terminal(self, sequence: str) -> None:
        """Send a control sequence of our own to the terminal."""
        if self._driver is not None:
            self._driver.write(sequence)


def make_app(settings: Settings, ahead: HeadStart | None = None) -> CallrailApp:
    """The program, ready to run; it goes on from the head start that its session had."""
    install_render_guard()
    return CallrailApp(settings, ahead=ahead)
