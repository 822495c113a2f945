"""`x`: what is exported, with which fields, as what kind of file, where to; the price stands there first."""

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.export_formats import Format
from callrail_tui.present.exports import counted, path_of, shown_path
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.dialogs.choosing import Answer, ChoosingDialog
from callrail_tui.screens.dialogs.confirming import ConfirmDialog
from callrail_tui.text import clean
from callrail_tui.widgets.choice_field import ChoiceField

REPORT: Final = "report"
_FORMATS: Final = (
    (Format.CSV.value, "CSV, for spreadsheets"),
    (Format.NDJSON.value, "NDJSON, a call a line"),
    (Format.JSON.value, "JSON, one list"),
    (Format.MARKDOWN.value, "Markdown, a table"),
    (REPORT, "client report in Markdown: sums, sources, missed calls"),
)
_BOM: Final = (("", "plain UTF-8"), ("yes", "with BOM and CRLF, where umlauts come out wrong"))
_LINKS: Final = (("", "left out: whoever has them can listen"), ("yes", "in the file"))


class Wish(NamedTuple):
    """What the person asks for."""

    target: Path
    format: str = Format.CSV.value
    is_marked: bool = False
    """Whether the marked calls are meant, and not the list."""
    all_fields: bool = False
    bom: bool = False
    links: bool = False

    @property
    def is_report(self) -> bool:
        """Whether a report is meant, and no list."""
        return self.format == REPORT


class Offer:
    """What the dialog needs to know of the session."""

    total = 0
    marked = 0
    is_hipaa = False
    folder: Path

    @abstractmethod
    def fields(self, wish: Wish) -> tuple[str, ...]:
        """The fields that would be written."""

    @abstractmethod
    def path(self, suffix: str) -> Path:
        """A name that is free."""

    @abstractmethod
    def price(self, wish: Wish) -> str:
        """What it costs."""

    @abstractmethod
    def question(self, wish: Wish) -> str:
        """What has to be agreed to first; empty where nothing has."""

    @abstractmethod
    def refusal(self, wish: Wish) -> CallrailTuiError | None:
        """Why it cannot be written."""

    @abstractmethod
    def unfinished(self, wish: Wish) -> str:
        """What an export of the same name that was not finished holds; empty where there is none."""

    @abstractmethod
    def go_on(self, wish: Wish) -> int:
        """Go on with that one; how many requests it takes. Raises what stands in the way."""

    @abstractmethod
    def forget(self, wish: Wish) -> None:
        """Delete that one. Raises what stands in the way."""

    @abstractmethod
    def begin(self, wish: Wish) -> int:
        """Begin; how many requests it takes. Raises what stands in the way."""


class ExportDialog(ModalScreen[int | None]):
    """Gives how many requests the export that has begun takes, or None when the person left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start", show=False),
        Binding("down,j", "app.focus_next", "Next field", show=False),
        Binding("up,k", "app.focus_previous", "Field above", show=False),
        Binding("escape", "leave", "Leave", show=False, priority=True),
    ]

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self._offer = offer
        self._proposed = offer.path(Format.CSV.suffix)

    def compose(self) -> ComposeResult:
        """One line for each choice, the price, what is wrong, the keys."""
        with Vertical(classes="dialog", id="export"):
            yield Static(display("Export"), classes="dialog--title")
            yield from self._choice("What", "what", self._whats(), "marked" if self._offer.marked else "")
            yield from self._choice("Fields", "fields", self._field_sets(), "")
            yield from self._choice("Format", "format", _FORMATS, Format.CSV.value)
            with Horizontal(classes="form--line"):
                yield Static(display("File"), classes="form--label")
                field = Input(clean(shown_path(self._proposed)), compact=True, id="export-file", select_on_focus=False)
                field.cursor_blink = False  # Idle is silent.
                yield field
            yield from self._choice("CSV", "bom", _BOM, "")
            if not self._offer.is_hipaa:
                yield from self._choice("Links", "links", _LINKS, "")
            yield Static(display(""), classes="dialog--words", id="export-price")
            yield Static(display(""), classes="dialog--trouble")
            keys = "enter start · ↑↓ field · ←→ change · esc leave"
            yield Static(display(keys), classes="dialog--keys")

    def _choice(self, label: str, name: str, values: tuple[tuple[str, str], ...], value: str) -> ComposeResult:
        with Horizontal(classes="form--line", id=f"line-{name}"):
            yield Static(display(label), classes="form--label")
            yield ChoiceField(values, value, id=f"export-{name}", classes="form--choice")

    def _whats(self) -> tuple[tuple[str, str], ...]:
        listed = ("", f"this list: {counted(self._offer.total, 'call')}")
        marked = ("marked", f"the marked: {counted(self._offer.marked, 'call')}")
        return (listed, marked) if self._offer.marked else (listed,)

    def _field_sets(self) -> tuple[tuple[str, str], ...]:
        wish = Wish(self._proposed)
        columns, everything = (len(self._offer.fields(wish._replace(all_fields=whole))) for whole in (False, True))
        return ("", f"the list's columns: {columns} fields"), ("all", f"all {everything} fields")

    def on_mount(self) -> None:
        """The format has the focus: nothing that is typed too early changes the path."""
        self.query_one("#export-format").focus()
        self._show()

    def _value(self, name: str) -> str:
        return self.query_one(f"#export-{name}", ChoiceField).value

    @property
    def wish(self) -> Wish:
        """What the fields say."""
        is_csv = self._value("format") == Format.CSV.value
        return Wish(
            path_of(self.query_one(Input).value, self._offer.folder),
            self._value("format"),
            is_marked=self._value("what") == "marked",
            all_fields=self._value("fields") == "all",
            bom=is_csv and self._value("bom") == "yes",
            links=not self._offer.is_hipaa and self._value("links") == "yes",
        )

    @on(ChoiceField.Changed)
    def _changed(self, event: ChoiceField.Changed) -> None:
        event.stop()
        self._follow_format()
        self._show()

    def _follow_format(self) -> None:
        """A path that is still the one proposed follows the format."""
        field = self.query_one(Input)
        if field.value == clean(shown_path(self._proposed)):
            chosen = self._value("format")
            suffix = Format.MARKDOWN.suffix if chosen == REPORT else Format(chosen).suffix
            self._proposed = self._offer.path(suffix)
            field.value = clean(shown_path(self._proposed))

    def _show(self) -> None:
        wish = self.wish
        self.query_one("#line-bom").set_class(wish.format != Format.CSV.value, "-away")
        for name in ("what", "fields", "links"):
            for line in self.query(f"#line-{name}"):
                line.set_class(wish.is_report, "-away")
        self.query_one("#export-price", Static).update(display(self._offer.price(wish)))
        self._say(None)

    def _say(self, error: CallrailTuiError | None) -> None:
        words = display("") if error is None else assemble((error.title, "bold"), " ", error.hint)
        self.query_one(".dialog--trouble", Static).update(words)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._say(None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_start()

    def action_start(self) -> None:
        """Begin, once what there is to agree to is agreed to."""
        if not self.is_active:
            return
        wish = self.wish
        if (refusal := self._offer.refusal(wish)) is not None:
            self._say(refusal)
        elif unfinished := self._offer.unfinished(wish):
            answers = [
                Answer("go on", "y", "go on with it, as it was begun"),
                Answer("", "n", "name another file"),
                Answer("anew", "d", "delete what is written, and begin anew"),
            ]
            title = display("An export of this name is not finished")
            self.app.push_screen(ChoosingDialog(title, display(unfinished), answers), self._unfinished_chosen)
        elif question := self._offer.question(wish):
            self.app.push_screen(ConfirmDialog("Export?", question, yes="export"), self._agreed)
        else:
            self._begin(wish)

    def _agreed(self, answer: bool | None) -> None:
        if answer:
            self._begin(self.wish)

    def _unfinished_chosen(self, answer: str | None) -> None:
        if answer == "go on":
            self._begin(self.wish, self._offer.go_on)
        elif answer == "anew":
            try:
                self._offer.forget(self.wish)
            except CallrailTuiError as error:
                self._say(error)
            else:
                self.action_start()

    def _begin(self, wish: Wish, begin: Callable[[Wish], int] | None = None) -> None:
        try:
            requests = (begin or self._offer.begin)(wish)
        except CallrailTuiError as error:
            self._say(error)
        else:
            self.dismiss(requests)

    def action_leave(self) -> None:
        """Leave; nothing is written."""
        if self.is_active:
            self.dismiss(None)
