"""The tag manager's lines: cells of a row, the headings, what is said of one tag (floor 4)."""

from collections.abc import Callable
from typing import NamedTuple

from textual.content import Content

from callrail_tui.model.administration import Tag
from callrail_tui.model.tagging import ACCOUNT, Color, swatch
from callrail_tui.present.calls import Piece
from callrail_tui.present.text import assemble, display, fit, width

PLAIN, DIM, ALIKE, KEY = "", "dim", "alike", "key"
STYLE_NAMES = (DIM, ALIKE, KEY)
SAMPLE = "Aa"
"""Stands in a colour, so that its text and its background are seen."""
LIKE = "≈"

_LONGEST_NAMED = 40
"""Characters of a name in a sentence."""
_MOST_NAMED = 3
"""Of what looks alike so many are named."""
_KEY, _OWNER, _COLOR, _STATUS, _CALLS = 3, 18, 11, 8, 6
_FIXED = 1 + _KEY + _OWNER + _COLOR + _STATUS + _CALLS + 6
_LEAST_NAME, _MOST_NAME, _MOST_OWNER = 16, 40, 30
_LEVEL = 8
_WITH_LEVEL = 110
"""Cells from which on the level has a column of its own; with fewer the owner tells it."""
_WITH_NAMES = 100
"""Cells from which on what looks alike is named in the row; with fewer there is a sign, and the line below says it."""


class TagRow(NamedTuple):
    """A tag with what stands around it."""

    tag: Tag
    company: str
    """The company's name; empty for a tag of the account."""
    used: int
    alike: tuple[Tag, ...] = ()
    slot: str = ""
    """The key 1 to 9 that it is on."""

    @property
    def owner(self) -> str:
        """Whose it is."""
        return self.company or ("whole account" if self.tag.company_id is None else self.tag.company_id)

    @property
    def level(self) -> str:
        """The level as the server names it, or as the owner tells it."""
        return self.tag.level or (ACCOUNT if self.tag.company_id is None else "company")


class Layout(NamedTuple):
    """The cells of the columns that have no fixed width."""

    name: int
    owner: int
    alike: int
    has_level: bool


def lay_out(cells: int) -> Layout:
    """Share a row's cells: names have most of what is spare, then what looks alike."""
    has_level = cells >= _WITH_LEVEL
    spare = cells - _FIXED - (_LEVEL + 1 if has_level else 0)
    if cells < _WITH_NAMES:
        return Layout(max(_LEAST_NAME, spare - 1), _OWNER, 1, has_level)
    name = min(_MOST_NAME, spare * 3 // 5)
    owner = min(_MOST_OWNER - _OWNER, (spare - name) // 3)
    return Layout(name, _OWNER + owner, spare - name - owner, has_level)


def heading(layout: Layout) -> str:
    """The headings over the rows."""
    words = [fit("Key", _KEY), fit("Name", layout.name)]
    words += [fit("Level", _LEVEL)] if layout.has_level else []
    words += [fit("Company" if layout.has_level else "Of", layout.owner), fit("Colour", _COLOR), fit("Status", _STATUS)]
    return " " + " ".join(
        [*words, "Calls".rjust(_CALLS), fit("Looks like" if layout.alike > 1 else LIKE, layout.alike)]
    )


def row_pieces(row: TagRow, layout: Layout) -> list[Piece]:
    """A row as clean text in pieces; the style of a swatch is its colours, as in `#464646 on #e7e7e7`."""
    tag, color = row.tag, swatch(row.tag)
    style = PLAIN if tag.is_enabled else DIM
    alike = ", ".join(other.name for other in row.alike)
    likeness = f"{LIKE} {alike}" if alike and layout.alike > 1 else LIKE if alike else ""
    pieces: list[Piece] = [(f"  {row.slot or ' '} ", KEY), (" " + fit(tag.name, layout.name) + " ", style)]
    if layout.has_level:
        pieces.append((fit(row.level, _LEVEL) + " ", style))
        owner = row.company or (tag.company_id or "")
    else:
        owner = row.owner
    pieces.append((fit(owner, layout.owner) + " ", style if tag.company_id else DIM))
    pieces.append((fit(SAMPLE if color.background else "··", width(SAMPLE)), _style(color)))
    pieces.append((" " + fit(color.name or "no colour", _COLOR - 3) + " ", style))
    pieces.append((fit(tag.status or "unknown", _STATUS) + " " + f"{row.used:,}".rjust(_CALLS) + " ", style))
    pieces.append((fit(likeness, layout.alike), ALIKE))
    return pieces


def _style(color: Color) -> str:
    return f"{color.text} on {color.background}" if color.text and color.background else DIM


def named(name: str) -> Content:
    """A name in a sentence: quoted, and of a long one its beginning."""
    return assemble("“", display(name, limit=_LONGEST_NAMED, style="bold"), "”")


def sample(color: Color) -> Content:
    """A colour as it looks, and its name."""
    if color.text is None or color.background is None:
        return assemble(("·· ", "dim"), color.name or "no colour")
    return assemble((SAMPLE, _style(color)), " ", color.name)


def alike_words(row: TagRow, company_name: Callable[[str], str]) -> Content:
    """Which tags could be mistaken for this one, and whose they are; empty where none could."""
    if not row.alike:
        return Content("")
    parts = [
        assemble(
            "“", (other.name, "bold"), "” of ", company_name(other.company_id) if other.company_id else "the account"
        )
        for other in row.alike[:_MOST_NAMED]
    ]
    more = f" and {len(row.alike) - _MOST_NAMED} more" if len(row.alike) > _MOST_NAMED else ""
    return assemble(f"{LIKE} ", named(row.tag.name), " looks like ", Content(", ").join(parts), more, ".")
