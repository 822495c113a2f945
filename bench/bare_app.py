"""The baseline of start-up and memory: the least that a Textual program can be."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Static


class BareApp(App[None]):
    """One widget."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """One line of text."""
        yield Static("bare and ready")


if __name__ == "__main__":
    BareApp().run()
