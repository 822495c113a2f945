"""Which panes of the explorer stand on the screen: by its size, by where the person is, and by zoom (floor 6)."""

from enum import Enum
from typing import NamedTuple

MEDIUM_COLUMNS = 110
WIDE_COLUMNS = 160
TALL_ROWS = 30

SPLITS = (3, 4, 5, 6, 7)
"""How many tenths of the height the list has beside the detail below it."""
DEFAULT_SPLIT = 5
LIST_SPLIT = "list"
"""What the split between list and detail is remembered as."""
TREE_CELLS = 36
"""The tree's width beside the others, its edge included; the style sheet says it too."""


class Pane(Enum):
    """The panes, in the order of the tab key."""

    TREE = "tree"
    LIST = "list"
    DETAIL = "detail"


class Layout(NamedTuple):
    """The explorer's arrangement as a value: what decides it, and what follows."""

    columns: int = 80
    rows: int = 24
    at: Pane = Pane.LIST
    zoomed: bool = False
    tree_folded: bool = False
    """Whether the tree is away from a wide screen while one is not in it."""
    split: int = DEFAULT_SPLIT

    @property
    def visible(self) -> frozenset[Pane]:
        """The panes on the screen: one when small, the detail below the list from 110×30, the tree from 160."""
        if self.zoomed or self.columns < MEDIUM_COLUMNS:
            return frozenset({self.at})
        shown = {Pane.LIST, Pane.DETAIL} if self.rows >= TALL_ROWS else {Pane.LIST}
        if self.rows < TALL_ROWS and self.at is Pane.DETAIL:
            shown = {Pane.DETAIL}
        if self.at is Pane.TREE or (self.columns >= WIDE_COLUMNS and not self.tree_folded):
            shown.add(Pane.TREE)
        return frozenset(shown)

    def resized(self, columns: int, rows: int) -> "Layout":
        """The same on another size of terminal."""
        return self._replace(columns=columns, rows=rows)

    def moved(self, pane: Pane) -> "Layout":
        """With the person in another pane; a zoom goes along only while it is the same pane."""
        return self._replace(at=pane, zoomed=self.zoomed and pane is self.at)

    def next_pane(self, step: int) -> Pane:
        """The pane that tab (1) or shift+tab (-1) goes to."""
        order = list(Pane)
        return order[(order.index(self.at) + step) % len(order)]

    def zoom_toggled(self) -> "Layout":
        """With the pane of the focus alone on the screen, or not any more."""
        return self._replace(zoomed=not self.zoomed)

    def fold_toggled(self) -> "Layout":
        """With the tree away from a wide screen, or back; the person goes from a folded tree to the list."""
        at = Pane.LIST if self.at is Pane.TREE and not self.tree_folded else self.at
        return self._replace(tree_folded=not self.tree_folded, at=at)

    def split_moved(self, step: int) -> "Layout":
        """With the list a step larger or smaller."""
        return self._replace(split=max(SPLITS[0], min(SPLITS[-1], self.split + step)))
