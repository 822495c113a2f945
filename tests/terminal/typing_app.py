"""A small app with every way of opening something, which writes down what its keys did; run alone it takes a screen."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from callrail_tui.terminal.typing_ahead import TypingSafety

COMMANDS = "abcdefghijklmopqrsuvwxz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-+!=.;"
"""Keys that must never run while somebody types a note."""


class Rows(Static, can_focus=True):
    """The list: the keys' usual owner."""

    class Wanted(Message):
        """An intent on its way to the screen, as in the program."""

    BINDINGS: ClassVar = [
        Binding("n", "note", id="note"),
        Binding("left,right,ctrl+right,f1,f5,home,pageup,shift+up,alt+up,delete", "ran('arrow')", id="arrow"),
    ]

    def action_note(self) -> None:
        self.post_message(self.Wanted())

    def action_ran(self, what: str) -> None:
        self.app.query_one("#log", Log).add(what)


class Log(Static):
    """What happened, in order."""

    def on_mount(self) -> None:
        self.entries: list[str] = []

    def add(self, entry: str) -> None:
        self.entries.append(entry)
        self.update(" ".join(f"<{entry}>" for entry in self.entries))


class Note(ModalScreen[str]):
    """A dialog that is slow to come and focuses its field last."""

    BINDINGS: ClassVar = [Binding("escape", "dismiss('escaped')")]

    def compose(self) -> ComposeResult:
        yield OptionList("one", "two")
        yield Input(id="note")

    async def on_mount(self) -> None:
        await asyncio.sleep(0.05)
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def done(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Copy(ModalScreen[str]):
    """A menu of single keys with nothing to focus."""

    BINDINGS: ClassVar = [Binding("p", "dismiss('phone')"), Binding("n", "dismiss('name')")]

    def compose(self) -> ComposeResult:
        yield Static("p phone")


class TypingApp(TypingSafety[None]):
    """The explorer in small."""

    OPENING: ClassVar = frozenset({"note", "search", "copy", "refuses", "says-so"})
    MOVING: ClassVar = frozenset({"back"})
    BINDINGS: ClassVar = [
        Binding("slash", "search", id="search"),
        Binding("y", "copy", id="copy"),
        Binding("t", "nothing", id="refuses"),
        Binding("dollar_sign", "refuse", id="says-so"),
        Binding("ctrl+n", "slow", priority=True, id="slow"),
        Binding("escape", "back", id="back"),
        *(Binding(key, f"command('{key}')") for key in COMMANDS if key.isalnum()),
        Binding("minus,plus,exclamation_mark,equals_sign,full_stop,semicolon", "command('sign')"),
    ]

    def compose(self) -> ComposeResult:
        yield Log(id="log", markup=False)
        yield Rows("rows")

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    @property
    def log_entries(self) -> list[str]:
        return self.screen_stack[0].query_one(Log).entries

    def note_it(self, entry: str | None) -> None:
        self.screen_stack[0].query_one(Log).add(str(entry))

    def typed_in_vain(self, count: int) -> None:
        self.note_it(f"vain {count}")

    def action_command(self, key: str) -> None:
        self.note_it(f"ran {key}")

    def action_nothing(self) -> None:
        """Opens nothing and says nothing."""

    def action_refuse(self) -> None:
        self.refuse_keys()

    def action_back(self) -> None:
        self.note_it("back")

    def action_copy(self) -> None:
        self.push_screen(Copy(), lambda what: self.note_it(f"copied {what}"))

    async def action_search(self) -> None:
        field = Input(id="search")
        await self.mount(field)
        field.focus()

    async def action_slow(self) -> None:
        self.hold_keys()
        self.set_timer(0.05, self.action_search)

    @on(Rows.Wanted)
    def open_note(self) -> None:
        self.push_screen(Note(), lambda text: self.note_it(f"note {text}"))

    @on(Input.Submitted, "#search")
    async def searched(self, event: Input.Submitted) -> None:
        self.note_it(f"searched {event.value}")
        self.query_one(Rows).focus()
        await event.input.remove()

    def on_paste(self) -> None:
        self.note_it("pasted outside")

    def focus_of(self, widget: type[Widget]) -> bool:
        return isinstance(self.focused, widget)


if __name__ == "__main__":
    TypingApp().run()
