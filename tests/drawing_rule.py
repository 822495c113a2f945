"""The rule of the text door: which places draw text, and what may be handed to them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.drawing_types import (
    CLEAN,
    DRAWABLE,
    LITERAL,
    MARKUP_LITERAL,
    NONE,
    Package,
    Scope,
    element,
    parameters,
    written,
)

TEXT_ARGUMENTS: dict[str, tuple[int | None, tuple[str, ...]]] = {
    "Static": (0, ("content",)),
    "Label": (0, ("content",)),
    "Button": (0, ("label", "tooltip")),
    "Checkbox": (0, ("label", "tooltip")),
    "RadioButton": (0, ("label", "tooltip")),
    "Collapsible": (None, ("title",)),
    "Digits": (0, ("value",)),
    "Link": (0, ("text", "tooltip")),
    "Option": (0, ("prompt",)),
    "Placeholder": (0, ("label",)),
    "Tab": (0, ("label",)),
    "TabPane": (0, ("title",)),
    "Tooltip": (0, ("content",)),
    "Tree": (0, ("label",)),
    "Input": (0, ("value", "placeholder", "tooltip")),
    "TextArea": (0, ("text", "placeholder")),
    "Markdown": (0, ("markdown",)),
}
"""Constructor → the place and names of its text."""
ALL_ARE_TEXT = {"OptionList", "SelectionList", "TabbedContent", "Select", "RadioSet", "add_row", "add_columns"}
METHODS: dict[str, tuple[int, ...]] = {
    "add_leaf": (0,),
    "add_column": (0,),
    "update_cell": (2,),
    "set_label": (0,),
    "add_option": (0,),
    "add_options": (0,),
    "set_options": (0,),
    "replace_option_prompt": (1,),
    "replace_option_prompt_at_index": (1,),
    "notify": (0,),
}
"""Method → the places of its text, whatever object it is called on."""
METHODS_OF = {
    ("update", ("Static", "Label", "Digits", "Tooltip", "Markdown")),
    ("write", ("RichLog", "Log")),
    ("write_line", ("Log",)),
    ("load_text", ("TextArea",)),
    ("insert", ("TextArea", "Input")),
}
"""Methods whose names others use too, with the widgets on which they draw their first argument."""
ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "sub_title", "placeholder"}
ATTRIBUTES_OF = {
    "title": ("App", "Screen", "ModalScreen", "Collapsible"),
    "value": ("Input",),
    "label": ("Button", "Checkbox", "RadioButton", "TreeNode", "Tab"),
    "text": ("TextArea",),
    "content": ("Static", "Label"),
}
PLAIN = {
    *("Input", "TextArea", "Content", "Text", "Segment", "notify"),
    *("title", "sub_title", "placeholder", "value", "text", "insert", "load_text"),
}
"""Sinks that obey no markup, so that a cleaned `str` may go there; `notify` because `markup=False` is asked for."""
FORBIDDEN_CALLS = {
    "from_markup": "parses markup",
    "from_ansi": "obeys escape sequences",
    "escape": "leaves markup alive",
}
KINDS = tuple({*TEXT_ARGUMENTS, *ALL_ARE_TEXT, *(kind for kinds in ATTRIBUTES_OF.values() for kind in kinds)})


class Judge:
    """Goes through one module and notes each sink that is fed raw text."""

    def __init__(self, package: Package, path: str, tree: ast.Module, *, is_screen: bool = True) -> None:
        """`is_screen`: the module holds widgets or screens, whose attributes and `render()` are drawn."""
        self.package = package
        self.path = path
        self.tree = tree
        self.is_screen = is_screen
        self.is_past_the_door = path.startswith("callrail_tui/terminal/")
        """`terminal/` cuts and joins segments that were drawn already; the render guard stands behind it."""
        self.faults: list[str] = []

    def judge(self) -> list[str]:
        """The faults, one line each: where, what, and the cure."""
        functions = (node for node in self.tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        names = {f"{function.name}()": written(function.returns) for function in functions}
        self._visit(self.tree, Scope(self.package, names, "", self.tree.body))
        return self.faults

    def _visit(self, node: ast.AST, scope: Scope) -> None:
        for child in ast.iter_child_nodes(node):
            inner = scope
            if isinstance(child, ast.ClassDef):
                inner = Scope(self.package, scope.names, child.name)
            elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = Scope(self.package, {**scope.names, **parameters(child)}, scope.owner, ast.walk(child))
                self._judge_render(child, inner)
            elif isinstance(child, ast.Call):
                self._judge_call(child, scope)
            elif isinstance(child, ast.Assign):
                for target in child.targets:
                    self._judge_assignment(target, child.value, scope)
            self._visit(child, inner)

    def _judge_call(self, call: ast.Call, scope: Scope) -> None:
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name in FORBIDDEN_CALLS and not all(isinstance(argument, ast.Constant) for argument in call.args):
            if name != "escape" or not _is_regex(call):
                self._fault(call, f"{name}() {FORBIDDEN_CALLS[name]}")
            return
        for sink, argument in self._texts(call, name, scope):
            self._judge_text(argument, sink, scope)
        if name == "notify" and not any(_is_markup_off(keyword) for keyword in call.keywords):
            self._fault(call, "notify() obeys markup", "pass markup=False")

    def _texts(self, call: ast.Call, name: str, scope: Scope) -> Iterator[tuple[str, ast.expr]]:
        """The arguments of a call that are drawn, each with the name of the sink."""
        keywords = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        if isinstance(call.func, ast.Name) or _is_super(call):
            kind = self.package.is_a(scope.owner if _is_super(call) else name, KINDS)
            if _is_super(call) and kind is not None and kind == scope.owner:
                kind = None
            if kind in ALL_ARE_TEXT:
                yield from ((kind, argument) for argument in call.args)
            elif kind in TEXT_ARGUMENTS and (_is_super(call) or not self._has_own_init(name)):
                place, names = TEXT_ARGUMENTS[kind]
                if place is not None and len(call.args) > place:
                    yield kind, call.args[place]
                yield from ((kind, keywords[one]) for one in names if one in keywords)
            elif name in {"Content", "Text"} or (name == "Segment" and not self.is_past_the_door):
                yield from ((name, argument) for argument in call.args[:1])
        elif isinstance(call.func, ast.Attribute):
            yield from self._texts_of_method(call, call.func, keywords, scope)

    def _texts_of_method(
        self, call: ast.Call, method: ast.Attribute, keywords: dict[str, ast.expr], scope: Scope
    ) -> Iterator[tuple[str, ast.expr]]:
        name = method.attr
        owner = scope.infer(method.value)
        maker = method.value.id if isinstance(method.value, ast.Name) else ""
        if name in METHODS:
            yield from ((name, call.args[place]) for place in METHODS[name] if len(call.args) > place)
            yield from ((name, keywords[one]) for one in ("title", "message", "label") if one in keywords)
        elif name in ALL_ARE_TEXT:
            yield from ((name, argument) for argument in call.args)
        elif name == "add" and {"data", "expand", "allow_expand"} & {*keywords}:
            yield "add", call.args[0]
        elif maker in {"Content", "Text"} and name in {"styled", "from_text"}:
            yield maker, call.args[0]
        elif (maker in {"Content", "Text"} and name == "assemble") or (
            owner in {"Content", "Text"} and name in {"append", "append_text", "join"}
        ):
            texts = call.args[:1] if name in {"append", "append_text"} else call.args
            yield from (("Content", argument) for argument in texts)
        for drawing, kinds in METHODS_OF:
            if name == drawing and call.args and self.package.is_a(owner, kinds):
                yield (drawing if drawing in PLAIN else owner), call.args[0]

    def _judge_assignment(self, target: ast.expr, value: ast.expr, scope: Scope) -> None:
        if not isinstance(target, ast.Attribute) or not self.is_screen:
            return
        kinds = ATTRIBUTES_OF.get(target.attr)
        if target.attr in ATTRIBUTES or (kinds and self.package.is_a(scope.infer(target.value), kinds)):
            self._judge_text(value, target.attr, scope)

    def _judge_render(self, function: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
        if function.name != "render" or not self.is_screen:
            return
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None:
                self._judge_text(node.value, "render", scope)

    def _judge_text(self, node: ast.expr, sink: str, scope: Scope) -> None:
        match node:
            case ast.Starred(value=value):
                self._judge_text(value, sink, scope)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                # Of a (text, style) or (text, value) pair the first is drawn; a list is drawn whole.
                for part in parts[:1] if isinstance(node, ast.Tuple) and sink != "add_row" else parts:
                    self._judge_text(part, sink, scope)
            case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part):
                self._judge_text(part, sink, scope)
            case ast.IfExp(body=first, orelse=second):
                self._judge_text(first, sink, scope)
                self._judge_text(second, sink, scope)
            case ast.BoolOp(values=parts):
                for part in parts:
                    self._judge_text(part, sink, scope)
            case _:
                kind = scope.infer(node)
                if not _is_drawn(kind, sink) and not _is_drawn(element(kind), sink):
                    cure = "wrap it in clean()" if sink in PLAIN else "wrap it in display(), or assemble() its parts"
                    self._fault(node, f"`{ast.unparse(node)}` ({kind or 'of unknown type'}) goes to {sink}", cure)

    def _has_own_init(self, name: str) -> bool:
        facts = self.package.classes.get(name)
        return facts is not None and "__init__" in facts.members

    def _fault(self, node: ast.expr, what: str, cure: str = "hand it to display() instead") -> None:
        self.faults.append(f"{self.path}:{node.lineno}: {what}: {cure}")


def _is_drawn(kind: str, sink: str) -> bool:
    return kind in {*DRAWABLE, LITERAL, NONE} or (kind in {CLEAN, MARKUP_LITERAL} and sink in PLAIN)


def _is_super(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "super().__init__"


def _is_regex(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "re.escape"


def _is_markup_off(keyword: ast.keyword) -> bool:
    return keyword.arg == "markup" and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
