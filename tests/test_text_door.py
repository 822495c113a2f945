"""The door has no side entrance: no sink of the package is fed anything but literals and what `display()` made."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.drawing_rule import Judge
from tests.drawing_types import Package

PACKAGE = Path(__file__).parent.parent / "callrail_tui"
DOOR = PACKAGE / "present" / "text.py"


def judged(*sources: str) -> list[str]:
    """The faults of the last of some modules; the others are there to be imported from."""
    package = Package()
    trees = [ast.parse(source) for source in sources]
    for tree in trees:
        package.learn(tree)
    return Judge(package, "sample.py", trees[-1]).judge()


def test_no_sink_of_the_package_is_fed_raw_text() -> None:
    package = Package()
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    for tree in trees.values():
        package.learn(tree)
    faults = []
    for path, tree in trees.items():
        name = path.relative_to(PACKAGE)
        is_screen = name.parts[0] in {"widgets", "screens", "app.py", "commands.py", "terminal"}
        if path != DOOR:
            faults += Judge(package, f"callrail_tui/{name.as_posix()}", tree, is_screen=is_screen).judge()
    assert len(trees) > 20
    assert not faults, "\n" + "\n".join(faults)


BAD = {
    "a name": "def f(name: str):\n    yield Static(name)",
    "an attribute": "def f(call: Call):\n    yield Label(call.customer_name)",
    "an f-string": "def f(name: str):\n    yield Button(f'Call {name}')",
    "joined strings": "def f(name: str):\n    yield Static('Call ' + name)",
    "a str made elsewhere": "def words() -> str: ...\ndef f():\n    yield Static(words())",
    "cleaned, but markup": "def f(name: str):\n    yield Static(clean(name))",
    "a literal with markup": "def f():\n    yield Static('[bold]x[/]')",
    "one of two branches": "def f(name: str):\n    yield Static(display('x') if name else name)",
    "a local name": "def f(name: str):\n    shown = name\n    yield Static(shown)",
    "a name bound twice": "def f(name: str):\n    shown = display(name)\n    shown = name\n    yield Static(shown)",
    "an update": "class W(Widget):\n    def f(self, name: str):\n        self.query_one('#a', Static).update(name)",
    "a toast": "class W(Widget):\n    def f(self, name: str):\n        self.notify(name, markup=False)",
    "a toast's title": "def f(self: Widget, name: str):\n    self.notify('x', title=name, markup=False)",
    "a toast with markup": "class W(Widget):\n    def f(self):\n        self.notify('x')",
    "an option": "def f(names: list[str]):\n    return [Option(name) for name in names]",
    "options": "def f(names: list[str]):\n    return OptionList(*names)",
    "a table's row": "def f(table: DataTable, name: str):\n    table.add_row(display_text('x'), name)",
    "a leaf": "def f(node: TreeNode, name: str):\n    node.add_leaf(name)",
    "a branch": "def f(node: TreeNode, name: str):\n    node.add(name, data=1)",
    "a label": "def f(node: TreeNode, name: str):\n    node.set_label(name)",
    "a border title": "class W(Widget):\n    def f(self, name: str):\n        self.border_title = name",
    "a tooltip": "class W(Widget):\n    def f(self, name: str):\n        self.tooltip = name",
    "the app's title": "class A(App[None]):\n    def f(self, name: str):\n        self.title = name",
    "a field's text": "class W(Widget):\n    def f(self, name: str):\n        self.query_one(Input).value = name",
    "a placeholder": "def f(name: str):\n    yield Input(placeholder=name)",
    "a log": "class W(Widget):\n    def f(self, name: str):\n        self.query_one(RichLog).write(name)",
    "a render": "class W(Widget):\n    def render(self) -> str:\n        return self.name",
    "a base's constructor": "class W(Static):\n    def __init__(self, name: str):\n        super().__init__(name)",
    "a derived sink": "class W(Static):\n    pass\ndef f(name: str):\n    yield W(name)",
    "a Content of its own": "def f(name: str) -> Content:\n    return Content(name)",
    "a Text of its own": "def f(name: str) -> Text:\n    return Text(name)",
    "an assembled Content": "def f(name: str) -> Content:\n    return Content.assemble('x', (name, 'bold'))",
    "an appended str": "def f(name: str) -> Content:\n    return display('x').append(name)",
    "joined str": "def f(names: list[str]) -> Content:\n    return Content(' ').join(names)",
    "a segment": "def f(name: str) -> Strip:\n    return Strip([Segment(name)])",
    "markup parsed": "def f(name: str) -> Content:\n    return Content.from_markup(name)",
    "rich markup parsed": "def f(name: str) -> Text:\n    return Text.from_markup(name)",
    "markup escaped": "def f(name: str):\n    yield Static(escape(name))",
}
GOOD = {
    "a literal": "def f():\n    yield Static('Calls')",
    "the door": "def f(name: str):\n    yield Static(display(name))",
    "two doors": "def f(name: str):\n    yield Static(display(name) if name else assemble('no ', 'name'))",
    "a local name": "def f(name: str):\n    shown = display(name)\n    yield Static(shown)",
    "a parameter": "def f(shown: Content | None):\n    yield Static(shown)",
    "an attribute": "class W(Static):\n    def __init__(self, shown: Content):\n        self._shown = shown\n"
    "    def f(self):\n        self.update(self._shown)",
    "a record's field": "class Chip:\n    label: Content\ndef f(chips: list[Chip]):\n"
    "    yield OptionList(*(Option(chip.label) for chip in list(chips)))",
    "a function of ours": "def line() -> Text: ...\ndef f(node: TreeNode):\n    node.add_leaf(line())",
    "a method of ours": "class W(Widget):\n    def line(self) -> Content: ...\n    def render(self) -> Content:\n"
    "        return Content(' ').join([self.line(), display('x')])",
    "a toast": "class W(Widget):\n    def f(self, name: str, count: int):\n"
    "        self.notify(clean(name), markup=False)\n        self.notify(f'{count:,} calls', markup=False)",
    "a field's text": "def f(self: Widget, name: str):\n    self.query_one(Input).value = clean(name)",
    "a segment": "def f(name: str) -> Strip:\n    return Strip([Segment(fit(name, 9))])",
    "a row's pieces": "def pieces() -> list[Piece]: ...\ndef f():\n    return [Segment(text) for text, _ in pieces()]",
    "a set and a dict": "def f(seen: set[str], name: str):\n    seen.add(name)\n    {}.update({name: 1})",
    "a pattern": "def f(name: str) -> str:\n    return re.escape(name)",
}


@pytest.mark.parametrize("name", BAD)
def test_the_rule_finds(name: str) -> None:
    assert judged(BAD[name])


@pytest.mark.parametrize("name", GOOD)
def test_the_rule_allows(name: str) -> None:
    assert judged(GOOD[name]) == []


def test_a_fault_names_the_place_and_the_cure() -> None:
    assert judged(BAD["a name"]) == [
        "sample.py:2: `name` (str) goes to Static: wrap it in display(), or assemble() its parts"
    ]
