"""The tags, a line each, with a cursor (line API; floor 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content
from textual.message import Message

from callrail_tui.present.calls import Piece
from callrail_tui.present.tags import STYLE_NAMES, TagRow, heading, lay_out, row_pieces
from callrail_tui.widgets.piece_rows import PieceRows

_PREFIX = "tag-list--"


class TagList(PieceRows, inherit_bindings=False):
    """Keeps its cursor on the same tag when the tags change; its keys are its screen's."""

    PREFIX = _PREFIX
    COMPONENT_CLASSES: ClassVar[set[str]] = {_PREFIX + name for name in ("header", "cursor", *STYLE_NAMES)}

    class Moved(Message):
        """The cursor is on another tag, or the tag under it changed."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[TagRow, ...] = ()

    @property
    def row(self) -> TagRow | None:
        """What the cursor is on."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def show(self, rows: Sequence[TagRow]) -> None:
        """Show these; the cursor stays on its tag, or where it was."""
        here = self.row
        self._rows = tuple(rows)
        at = None
        if here is not None:
            at = next((place for place, row in enumerate(self._rows) if row.tag.id == here.tag.id), None)
        self.set_rows(len(self._rows), cursor=at)
        self.post_message(self.Moved())

    def go_to(self, tag_id: str) -> None:
        """Put the cursor on a tag, where it is shown."""
        at = next((place for place, row in enumerate(self._rows) if row.tag.id == tag_id), None)
        if at is not None:
            self.move_to(at)

    def show_notice(self, notice: Content | None) -> None:
        """Say something in place of the rows; None for the rows again."""
        self.instead = notice
        self.refresh()

    def watch_position(self) -> None:
        """Tell who says more of the tag under the cursor."""
        self.post_message(self.Moved())

    def heading_words(self, cells: int) -> str:
        """The headings."""
        return heading(lay_out(cells))

    def pieces_of(self, row: int, cells: int) -> list[Piece]:
        """A tag's line."""
        return row_pieces(self._rows[row], lay_out(cells))
