"""A field with a list below it: type to narrow, enter to take; the body of most dialogs (floor 5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, Static

from callrail_tui.present.text import assemble, display
from callrail_tui.text import clean
from callrail_tui.widgets.pick_list import PickList


class Entry(NamedTuple):
    """One line of the list."""

    id: str
    label: str
    """Raw text: it is matched as it is and drawn through the door."""
    group: str = ""
    marked: bool = False
    """Whether it is in force; shown by a mark when the picker marks at all."""
    aside: str = ""
    """More about it, dim, behind it."""
    partly: bool = False
    """Whether it is in force for some of what it is about, and not for all."""
    swatch: str | None = None
    """A colour, as hex, that is shown before it; an empty one leaves its place blank."""

    @property
    def searched(self) -> str:
        """What typing is matched against."""
        return f"{self.group} {self.label}" if self.group else self.label


def narrowed(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """The entries that match, best first: those that contain the text, else those that spell it in order."""
    wanted = typed.strip().casefold()
    if not wanted:
        return list(entries)
    starts, inside = [], []
    for entry in entries:
        if entry.label.casefold().startswith(wanted):
            starts.append(entry)
        elif wanted in entry.searched.casefold():
            inside.append(entry)
    if starts or inside:
        return [*starts, *inside]
    matcher = Matcher(typed.strip())
    scored = sorted(((matcher.match(entry.searched), entry) for entry in entries), key=lambda pair: -pair[0])
    return [entry for score, entry in scored if score > 0]


class PickerField(Input):
    """Where several can be marked, a space before any text takes the highlighted line; in a text it is a space."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """How long the text is; stock Textual lays the screen out with each letter, though the field stays as it is."""

    class Spaced(Message):
        """Space was pressed in the empty field."""

    def __init__(self, several: bool, placeholder: str, changed: Callable[[str], None]) -> None:
        """`changed` hears of a text before it is painted, so that what it changes is painted with it."""
        super().__init__(placeholder=clean(placeholder), compact=True, classes="picker--field")
        self.cursor_blink = False  # Idle is silent: a blink is 30 bytes twice a second, for ever.
        self._several = several
        self._changed = changed

    def watch_value(self, value: str) -> None:
        """Tell at once."""
        if self.is_mounted:
            self._changed(value)

    def on_key(self, event: events.Key) -> None:
        """Decided here, where keys arrive in order, and not by a binding, which overtakes text."""
        if self._several and event.key == "space" and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.Spaced())


class Picker(Vertical):
    """The field has the focus all the time; arrows move in the list, and a click takes a line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("pageup", "move(-8)", "Page up", show=False, priority=True),
        Binding("pagedown", "move(8)", "Page down", show=False, priority=True),
    ]

    @dataclass
    class Taken(Message):
        """An entry was taken."""

        entry: Entry

    class Applied(Message):
        """Enter on an empty field, where several can be marked: what is marked holds."""

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        placeholder: str,
        several: bool = False,
        awaits_more: bool = False,
        read: Callable[[str], Entry | str | None] | None = None,
        reads_last: bool = False,
    ) -> None:
        """`read` may turn the typed text itself into an entry, or say what is wrong with it.

        That entry is shown first, or, where it `reads_last`, behind everything that matches.

        While it `awaits_more` entries, enter on a text that matches none of those here is kept until they come.
        """
        super().__init__()
        self._entries = list(entries)
        self._shown: list[Entry] = []
        self._trouble = ""
        self._placeholder = placeholder
        self._several = several
        self._awaits_more = awaits_more
        self._kept_enters: list[str] = []
        self._read = read
        self._reads_last = reads_last
        self._lines_drawn: dict[Entry, Content] = {}
        self._is_clearing = False
        """Whether the field is emptied, and the list is to stay as it is."""
        self.lines = PickList(self._drawn, classes="picker--list")

    @property
    def highlighted(self) -> Entry | None:
        """The entry that enter would take."""
        at = self.lines.highlighted
        return self._shown[at] if at is not None else None

    def compose(self) -> ComposeResult:
        """The field, what is wrong with its text, the list."""
        yield PickerField(self._several, clean(self._placeholder), self._narrow)
        yield Static(display(""), classes="picker--trouble")
        yield self.lines

    def on_mount(self) -> None:
        """The field takes the keys at once."""
        self._list("")
        marked = next((index for index, entry in enumerate(self._shown) if entry.marked), 0)
        if not self._several and self._shown:
            self.lines.highlighted = marked
        self.query_one(Input).focus()

    def replace_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries, as when they arrive later; what is typed and highlighted stays."""
        self._entries = list(entries)
        if not self.lines.is_attached:  # They came before there is a list, which begins with them, or after it is gone.
            return
        top, highlighted = self.lines.top, self.lines.highlighted
        self._list(self.query_one(Input).value)
        if highlighted is not None:
            self.lines.look_from(top)
            self.lines.highlighted = highlighted

    def complete(self, entries: Sequence[Entry]) -> None:
        """All entries are here now, or will not come: kept enters are done, unless the text has changed since."""
        self._awaits_more = False
        self.replace_entries(entries)
        kept, self._kept_enters = self._kept_enters, []
        field = next(iter(self.query(Input)), None)
        if kept and field is not None and field.value == kept[0]:
            field.post_message(Input.Submitted(field, field.value))
            if len(kept) > 1:  # The first takes the match and empties the field: one after it applies and leaves.
                field.post_message(Input.Submitted(field, ""))

    def type(self, text: str) -> None:
        """Put a text into the field as if it had been typed there."""
        field = self.query_one(Input)
        field.value = clean(text)
        field.cursor_position = len(field.value)

    def mark(self, marked: Callable[[Entry], bool]) -> None:
        """Mark anew which entries are in force."""
        self.replace_entries([entry._replace(marked=marked(entry)) for entry in self._entries])

    def _list(self, typed: str) -> None:
        shown = narrowed(self._entries, typed)
        trouble = ""
        if self._read is not None and typed.strip():
            reading = self._read(typed)
            if isinstance(reading, Entry):
                shown = [*shown, reading] if self._reads_last else [reading, *shown]
            elif reading and not shown:
                trouble = reading
        elif typed.strip() and not shown:
            trouble = "Nothing matches yet: more is on its way." if self._awaits_more else "Nothing matches."
        self._tell(trouble)
        if shown != self._shown:
            self._shown = shown
            self.lines.set_lines(len(shown))
        else:
            self.lines.highlighted = 0

    def _tell(self, trouble: str) -> None:
        """Say what is wrong, or nothing; each is a layout of the whole dialog, and most keys change neither."""
        if trouble != self._trouble:
            self._trouble = trouble
            self.query_one(".picker--trouble", Static).update(display(trouble))

    def _drawn(self, index: int) -> Content:
        entry = self._shown[index]
        drawn = self._lines_drawn.get(entry)
        if drawn is None:
            drawn = self._lines_drawn[entry] = self._line_of(entry)
        return drawn

    def _line_of(self, entry: Entry) -> Content:
        sign = "[-] " if entry.partly else "[x] " if entry.marked else "[ ] "
        mark = sign if self._several else "• " if entry.marked else "  "
        color = assemble(("  ", f"on {entry.swatch}" if entry.swatch else ""), " ") if entry.swatch is not None else ""
        group = (f"{entry.group}: ", "dim") if entry.group else ""
        return assemble(mark, color, group, entry.label, (f"  {entry.aside}" if entry.aside else "", "dim"))

    def action_move(self, step: int) -> None:
        """Move the highlight."""
        if self._shown:
            self.lines.highlighted = (self.lines.highlighted or 0) + step

    def _narrow(self, typed: str) -> None:
        if not self._is_clearing:
            self._list(typed)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()

    @on(PickerField.Spaced)
    def _space(self, event: PickerField.Spaced) -> None:
        event.stop()
        self._take(self.lines.highlighted)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if self._several and not event.value.strip():
            self.post_message(self.Applied())
            return
        if self._awaits_more and not self._shown:
            self._kept_enters.append(event.value)
        else:
            self._take(self.lines.highlighted)

    @on(PickList.Clicked)
    def _click(self, event: PickList.Clicked) -> None:
        event.stop()
        self._take(event.index)

    def _take(self, index: int | None) -> None:
        if index is None or index >= len(self._shown):
            return
        entry = self._shown[index]
        if self._several:
            field = self.query_one(Input)
            self._is_clearing = True
            field.value = ""
            self._is_clearing = False
            if len(self._shown) != len(self._entries):
                self._list("")
                # Where it stands in the whole list is where its mark will be seen.
                at = next((index for index, one in enumerate(self._shown) if one.id == entry.id), 0)
                self.lines.highlighted = at
        self.post_message(self.Taken(entry))
