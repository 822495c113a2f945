"""The tree of companies and their trackers: choose the scope of the list (floor 5)."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text
from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from callrail_tui.keymap import TREE, bindings
from callrail_tui.messages import ScopeChosen
from callrail_tui.model.directory import Company
from callrail_tui.present import tree as present
from callrail_tui.present.text import display_text
from callrail_tui.session.directory import COMPANIES, COUNTS, Directory
from callrail_tui.widgets.cursor_keys import KeyedTree


class Line(NamedTuple):
    """What a line of the tree stands for; neither id is the whole account."""

    company_id: str | None = None
    tracker_id: str | None = None
    is_place: bool = True
    """Whether the line can be a scope; words such as "reading …" cannot."""


WHOLE = Line()
_WORDS = Line(is_place=False)
_AROUND_LABEL = 2 + len(present.SCOPE_MARK)


class AccountTree(KeyedTree[Line], inherit_bindings=False):
    """Companies in order of name, active ones only until the person asks for all; trackers are read when unfolded."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TREE)]

    @dataclass
    class Unfolded(Message):
        """A company was unfolded whose trackers are not here."""

        company_id: str

    class FilterAsked(Message):
        """The person wants to type a filter for the names."""

    def __init__(self) -> None:
        super().__init__(display_text(""), data=WHOLE, id="tree")
        self.auto_expand = False
        self.show_guides = True
        self.guide_depth = 2
        self._directory: Directory | None = None
        self._account_name: str | None = None
        self._typed = ""
        self._with_disabled = False
        self._scope = WHOLE
        self._drawn: tuple[Company, ...] | None = None
        self._company_nodes: dict[str, TreeNode[Line]] = {}

    def attach(self, directory: Directory, account_name: str | None) -> None:
        """Show another account, or the same one now that its name is known."""
        self._account_name = account_name
        if directory is self._directory:
            self.refresh_counts()
            return
        self._directory = directory
        self._typed = ""
        self.rebuild()

    def show_scope(self, company_id: str | None, tracker_id: str | None) -> None:
        """Mark the line that the list is narrowed to."""
        before, self._scope = self._scope, Line(company_id, tracker_id)
        for node in self._walk():
            if node.data in (before, self._scope, Line(before.company_id), Line(self._scope.company_id)):
                node.refresh()

    def render_label(self, node: TreeNode[Line], base_style: Style, style: Style) -> Text:
        """A line as it stands, with a mark before it where it is the list's scope or hides it."""
        label = super().render_label(node, base_style, style)
        return present.scoped(label) if self._has_scope(node) else label

    def _has_scope(self, node: TreeNode[Line]) -> bool:
        hides_it = not node.is_expanded and node is not self.root and node.data == Line(self._scope.company_id)
        return node.data == self._scope or hides_it

    def get_label_width(self, node: TreeNode[Line]) -> int:
        """The cells of a line without drawing it: all lines are asked for whenever one is added."""
        label = node.label
        return (label.cell_len if isinstance(label, Text) else len(label)) + _AROUND_LABEL

    @property
    def typed(self) -> str:
        """The filter of the names."""
        return self._typed

    def narrow(self, typed: str) -> None:
        """Show only companies whose name, or a tracker's that is here, contains the text."""
        self._typed = typed.strip().casefold()
        self.rebuild()

    def rebuild(self) -> None:
        """Draw all lines anew from the directory; what is unfolded stays so, and the cursor stays on its line."""
        directory = self._directory
        if directory is None:
            return
        self._drawn = directory.companies
        open_ids = set(self.unfolded)
        at = self.cursor_node.data if self.cursor_node is not None else WHOLE
        self._company_nodes = {}
        self.root.remove_children()
        self.refresh_counts()
        shown = present.shown_companies(
            directory.companies, self._typed, self._with_disabled, lambda one: directory.trackers(one) or ()
        )
        for company in shown:
            self._add_company(company, unfolded=company.id in open_ids)
        for words in present.company_words(
            len(shown),
            self._typed,
            directory.error(COMPANIES),
            len(directory.companies) if directory.has_companies else None,
        ):
            self.root.add_leaf(words, data=_WORDS)
        self.root.expand()
        self._go_to(at or WHOLE)

    def companies_answered(self) -> None:
        """The companies arrived, or could not be read; the same ones as before change nothing but labels."""
        directory = self._directory
        if directory is None:
            return
        is_same = self._drawn == directory.companies and bool(self._company_nodes)
        has_words = any(node.data == _WORDS for node in self.root.children)
        if is_same and directory.error(COMPANIES) is None and not has_words:
            self.refresh_counts()
        else:
            self.rebuild()

    def _add_company(self, company: Company, *, unfolded: bool) -> None:
        assert self._directory is not None
        count = self._count(company.id)
        node = self.root.add(present.company_line(company, count), data=Line(company.id), expand=unfolded)
        self._company_nodes[company.id] = node
        if unfolded:
            self._fill(node, company.id)

    def _count(self, company_id: str) -> int | None:
        assert self._directory is not None
        counts = self._directory.untouched
        return None if counts is None else counts.get(company_id, 0)

    def _fill(self, node: TreeNode[Line], company_id: str) -> None:
        assert self._directory is not None
        node.remove_children()
        trackers = self._directory.trackers(company_id)
        shown = present.shown_trackers(trackers or (), self._with_disabled)
        for tracker in shown:
            node.add_leaf(present.tracker_line(tracker), data=Line(company_id, tracker.id))
        total = None if trackers is None else len(trackers)
        for words in present.tracker_words(len(shown), self._directory.error(company_id), total):
            node.add_leaf(words, data=_WORDS)

    def refresh_trackers(self, company_id: str) -> None:
        """A company's trackers arrived, or failed to."""
        node = self._company_nodes.get(company_id)
        if node is not None and node.is_expanded:
            at = self.cursor_node.data if self.cursor_node is not None else None
            self._fill(node, company_id)
            if at is not None and at.company_id == company_id:
                self._go_to(at)

    def refresh_counts(self) -> None:
        """The counts of calls not scored arrived, or failed to; only labels change."""
        directory = self._directory
        if directory is None:
            return
        total = None if directory.untouched is None else sum(directory.untouched.values())
        uncounted = directory.error(COUNTS) is not None
        self.root.set_label(present.all_companies(self._account_name, total, self._typed, uncounted=uncounted))
        for company_id, node in self._company_nodes.items():
            company = directory.company(company_id)
            if company is not None:
                node.set_label(present.company_line(company, self._count(company_id)))

    def _go_to(self, line: Line) -> None:
        """Stand there now: put off until the next paint, it would take back what a key moved meanwhile."""
        self.get_node_at_line(0)  # asked for one, the tree numbers its lines: a new one has no number until then
        found = next((node for node in self._walk() if node.data == line), None)
        self.move_cursor(found or self._company_nodes.get(line.company_id or "", self.root))

    def _walk(self) -> list[TreeNode[Line]]:
        return [self.root, *(inner for node in self._company_nodes.values() for inner in (node, *node.children))]

    @property
    def unfolded(self) -> list[str]:
        """The ids of the companies that are unfolded."""
        return [company_id for company_id, node in self._company_nodes.items() if node.is_expanded]

    @property
    def place(self) -> tuple[str | None, str | None]:
        """The ids of the company and of the tracker that the cursor is on."""
        data = self.cursor_node.data if self.cursor_node is not None else None
        return (data.company_id, data.tracker_id) if data is not None and data.is_place else (None, None)

    def action_choose(self) -> None:
        """Make the line under the cursor the scope of the list."""
        node = self.cursor_node
        if node is not None and node.data is not None and node.data.is_place:
            self.post_message(ScopeChosen(node.data.company_id, node.data.tracker_id))

    def action_unfold(self) -> None:
        """Unfold the company under the cursor; on a line that has nothing to unfold, go to the list."""
        node = self.cursor_node
        if node is not None and node.allow_expand and not node.is_expanded:
            node.expand()
        elif self.screen.is_current:
            self.call_later(self.run_action, "screen.pane('list')")

    @on(Tree.NodeExpanded)
    def _expanded(self, event: Tree.NodeExpanded[Line]) -> None:
        """By key or by a click on the arrow: the trackers are drawn only now, and read where they are not here."""
        event.stop()
        company_id = event.node.data.company_id if event.node.data is not None else None
        if company_id is None or self._directory is None:
            return
        self._fill(event.node, company_id)
        if self._directory.trackers(company_id) is None:
            self.post_message(self.Unfolded(company_id))

    def action_fold(self) -> None:
        """Fold the company under the cursor, or the one its tracker belongs to."""
        node = self.cursor_node
        if node is None or node is self.root:
            return
        if node.is_expanded and node.allow_expand:
            node.collapse()
        elif node.parent is not None and node.parent is not self.root:
            node.parent.collapse()
            self.move_cursor(node.parent)

    def action_disabled(self) -> None:
        """Show disabled companies and trackers too, or only the active ones again."""
        self._with_disabled = not self._with_disabled
        self.rebuild()

    def action_filter(self) -> None:
        """Ask for a text to narrow the names by."""
        self.post_message(self.FilterAsked())
