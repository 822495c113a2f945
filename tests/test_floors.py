"""The house rules that a machine can check: who imports whom, how long things are, what they are called."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "callrail_tui"
MODULES = sorted(PACKAGE.rglob("*.py"))

FLOORS = {
    **dict.fromkeys(("text", "errors", "__init__"), 0),
    "model": 1,
    **dict.fromkeys(("gateway", "storage", "demo"), 2),
    "session": 3,
    **dict.fromkeys(("messages", "keymap", "outcome_keys", "present"), 4),
    "widgets": 5,
    "screens": 6,
    **dict.fromkeys(
        (
            "app",
            "browser",
            "commands",
            "clipboard",
            "collector",
            "first_frame",
            "going",
            "head_start",
            "opener",
            "questions",
            "reach",
            "sessions",
            "terminal",
        ),
        7,
    ),
    **dict.fromkeys(
        ("cli", "doctor", "headless", "launch", "options", "preflight", "startup", "surroundings", "__main__"), 8
    ),
}
"""Floor by the first name below the package."""
STRANGERS = 2
"""The floor whose packages do not know each other: the session is handed them."""

DRAWING = tuple(place for place, floor in FLOORS.items() if 4 <= floor <= 7)
OUTSIDE = {
    "httpx": ("gateway",),
    "platformdirs": ("storage",),
    "pyperclip": ("clipboard",),
    "sqlite3": ("storage",),
    "segno": ("widgets.qr",),
    "rich": DRAWING,
    "textual": DRAWING,
}
"""Who may import what does not belong to everyone: any other package from outside is refused everywhere."""
VAGUE_NAMES = {"utils", "helpers", "common", "manager", "misc"}
LAST_NETS = ("session.worker", "session.session", "terminal")
"""Where `except Exception` may stand: the worker's and the listeners' boundary, and the last nets."""
FILE_LINES, CLASS_LINES, FUNCTION_LINES = 400, 300, 60


def name_of(path: Path) -> str:
    """The module's name below the package: `gateway.hosts`; the package itself is `__init__`."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each import as (module, name); the name is empty for `import module`. Those for type checkers count too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (("." * node.level + (node.module or ""), alias.name) for alias in node.names)


def own_target(module: str, name: str) -> str | None:
    """The module of ours that is imported, below the package, or None; `from callrail_tui import app` means app."""
    if module == "callrail_tui":
        return name if name in FLOORS else "__init__"
    return module.removeprefix("callrail_tui.") if module.startswith("callrail_tui.") else None


def within(module: str, places: tuple[str, ...]) -> bool:
    """Whether the module is one of the places, or inside one."""
    return any(module == place or module.startswith(place + ".") for place in places)


def import_faults(module: str, tree: ast.AST) -> Iterator[str]:
    """What the module imports and may not."""
    light = {base.id for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in bases_of(node)}
    light |= {name for block in ast.walk(tree) if is_for_types(block) for _, name in imports(block)}
    for source, name in imports(tree):
        target = own_target(source, name)
        if source.startswith("."):
            yield "a relative import"
        elif target is not None:
            yield from own_faults(module, target, name, is_light=name in light)
        else:
            yield from outside_faults(module, source, name)


def is_for_types(node: ast.AST) -> bool:
    """Whether the node is `if TYPE_CHECKING:`."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def own_faults(module: str, target: str, name: str, *, is_light: bool) -> Iterator[str]:
    """Faults of an import of our own; a light one is a name that is only inherited from or only for type checkers."""
    here, there = module.split(".")[0], target.split(".")[0]
    if there not in FLOORS or here not in FLOORS:
        yield f"{there if there not in FLOORS else here} stands on no floor"
    elif FLOORS[there] > FLOORS[here]:
        yield f"imports {target} from a higher floor"
    elif FLOORS[there] == FLOORS[here] == STRANGERS and here != there:
        yield f"imports {target}, a stranger on its floor"
    if there == "app" and here != "launch" and not is_light:
        yield "imports the app; only launch may"
    if here == there == "screens":
        mine, theirs = (path.split(".")[1:2] for path in (module, target))
        if theirs and theirs != mine and theirs != ["dialogs"] and is_screen(target) and not is_light:
            yield f"a screen imports the screen {target}"
    if here == "widgets" and target == "session.worker":
        yield "a widget imports the worker"
    if name.startswith("_") and not name.startswith("__") and target != module:
        yield f"imports the private {name} of {target}"


def is_screen(module: str) -> bool:
    """Whether the module holds a screen, and not only what screens share; one that is not there counts as one."""
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    if not path.is_file():
        return True
    classes = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)]
    return any(base.id.endswith("Screen") for node in classes for base in bases_of(node))


def bases_of(node: ast.ClassDef) -> list[ast.Name]:
    """The class's bases that are plain names; `Screen[None]` counts as `Screen`."""
    bases = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
    return [base for base in bases if isinstance(base, ast.Name)]


def outside_faults(module: str, source: str, name: str) -> Iterator[str]:
    """Faults of an import from elsewhere."""
    root = source.split(".")[0]
    if root in OUTSIDE:
        if not within(module, OUTSIDE[root]):
            yield f"imports {root}, which is not for this floor"
    elif root not in sys.stdlib_module_names:
        yield f"imports {root}, which is no dependency"
    private = any(part.startswith("_") for part in (*source.split("."), name) if not part.startswith("__"))
    if root in ("textual", "rich") and private and not within(module, ("terminal",)):
        yield f"imports {source}.{name}: private, so only for terminal/"


def size_faults(tree: ast.Module, lines: int) -> Iterator[str]:
    """Files, classes and functions that are too long; tables of data at the top level of a file do not count for it."""
    tables = sum(
        (node.end_lineno or 0) - node.lineno + 1 for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)
    )
    if lines - tables > FILE_LINES:
        yield f"{lines - tables} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > (CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES):
                yield f"{node.name}: {length} lines"


def style_faults(module: str, tree: ast.Module) -> Iterator[str]:
    """Vague names, missing docstrings, nets where none belong."""
    if VAGUE_NAMES & set(module.split(".")):
        yield "a vague name"
    if not ast.get_docstring(tree):
        yield "no docstring"
    named = (node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef))
    for node in named:
        if not node.name.startswith("_") and not ast.get_docstring(node):
            yield f"{node.name} has no docstring"
    for handler in (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)):
        if catches_all(handler) and not within(module, LAST_NETS):
            yield f"line {handler.lineno}: a net that catches everything"


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Whether the handler swallows any exception: bare, or `Exception` and `BaseException` without raising again."""
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {node.id if isinstance(node, ast.Name) else "" if node else "Exception" for node in caught}
    last = handler.body[-1]
    return bool(names & {"Exception", "BaseException"}) and not (isinstance(last, ast.Raise) and last.exc is None)


def all_faults(module: str, source: str) -> list[str]:
    """Every fault of one module."""
    tree = ast.parse(source)
    found = [*import_faults(module, tree), *size_faults(tree, source.count("\n")), *style_faults(module, tree)]
    return [f"{module}: {fault}" for fault in found]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_keeps_the_house_rules(path: Path) -> None:
    assert all_faults(name_of(path), path.read_text(encoding="utf-8")) == []


def test_every_floor_of_the_table_is_known() -> None:
    present = {name_of(path).split(".")[0] for path in MODULES}
    assert present - FLOORS.keys() == set()


DOCUMENTED = '"""A module."""\n'


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("text", "import callrail_tui.model.call", "higher floor"),
        ("model.call", "from callrail_tui import session", "higher floor"),
        ("gateway.client", "from callrail_tui.demo import app", "stranger"),
        ("storage.log", "from callrail_tui.gateway.hosts import Hosts", "stranger"),
        ("session.worker", "import httpx", "not for this floor"),
        ("present.calls", "def f():\n    import httpx", "not for this floor"),
        ("model.call", "from textual.content import Content", "not for this floor"),
        ("demo.data", "import sqlite3", "not for this floor"),
        ("app", "import pyperclip", "not for this floor"),
        ("model.call", "import pydantic", "no dependency"),
        ("widgets.call_list", "from callrail_tui.screens.explorer import Explorer", "higher floor"),
        ("widgets.call_list", "from callrail_tui.session.worker import Worker", "worker"),
        ("widgets.call_list", "from callrail_tui.widgets.charts import _bar", "private"),
        ("widgets.call_list", "from textual._compositor import Compositor", "only for terminal/"),
        ("screens.explorer", "from callrail_tui.screens.first_run import FirstRun", "the screen"),
        ("terminal.crash", "from callrail_tui.app import CallrailApp", "only launch may"),
        ("model.call", "if TYPE_CHECKING:\n    from callrail_tui.session.session import Session", "higher floor"),
        ("commands", "from .app import CallrailApp", "relative"),
        ("nowhere", "from callrail_tui import text", "no floor"),
        ("gateway.utils", "", "vague"),
        ("model.call", "def page():\n    return 1", "page has no docstring"),
        ("model.call", "try:\n    pass\nexcept Exception:\n    pass", "catches everything"),
        ("model.call", "try:\n    pass\nexcept:\n    pass", "catches everything"),
        ("model.call", "def _f():\n" + "    x = 1\n" * 60, "_f: 61 lines"),
        ("model.call", "class _C:\n" + "    x = 1\n" * 300, "_C: 301 lines"),
        ("model.call", "pass\n" * 400, "401 lines"),
    ],
)
def test_a_broken_rule_is_found(module: str, source: str, fault: str) -> None:
    assert any(fault in found for found in all_faults(module, DOCUMENTED + source))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("gateway.client", "import httpx\nfrom callrail_tui.model.call import Call"),
        ("terminal.display", "from textual._compositor import ChopsUpdate"),
        ("screens.explorer", "from callrail_tui.screens.dialogs import TextDialog"),
        ("screens.explorer", "from callrail_tui.screens.first_run import Part\nclass _E(Part[None]):\n    pass"),
        ("opener", "if TYPE_CHECKING:\n    from callrail_tui.app import CallrailApp"),
        ("launch", "from callrail_tui.app import run\nfrom callrail_tui import __version__"),
        ("session.worker", "try:\n    pass\nexcept Exception:\n    pass"),
        ("model.fields", "NAMES = (\n" + '    "a",\n' * 500 + ")"),
    ],
)
def test_what_the_rules_allow_passes(module: str, source: str) -> None:
    assert all_faults(module, DOCUMENTED + source) == []
