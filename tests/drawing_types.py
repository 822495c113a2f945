"""What an expression of the package may hold, as far as annotations tell: enough to know drawn text from raw."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

DRAWABLE = frozenset({"Content", "Text", "Strip", "Option", "Segment"})
"""Types that only the door, or a literal, can have put text into: the rule looks at every place that makes one."""
CLEAN = "<clean str>"
LITERAL = "<literal>"
MARKUP_LITERAL = "<literal with a bracket>"
NONE = "<none>"
UNKNOWN = ""

PRODUCERS = {
    "display": "Content", "display_text": "Text", "assemble": "Content", "fit": CLEAN, "clean": CLEAN,
    "Content": "Content", "Text": "Text", "Option": "Option", "Strip": "Strip", "Segment": "Segment",
}  # fmt: skip
"""The door, and the constructors whose arguments the rule looks at where they stand."""
FOREIGN_MEMBERS = {
    "Content": {"wrap": "list[Content]", "split": "list[Content]", "fold": "list[Content]", "plain": CLEAN},
    "Text": {"plain": CLEAN},
    "Strip": {"text": CLEAN},
}
"""Members of other people's classes; whatever else a drawable's method returns is taken for one of its own kind."""
_ELEMENT = re.compile(r"(?:list|tuple|Sequence|Iterable|Iterator|Collection|frozenset|set)\[(.*?)(?:, \.\.\.)?\]$")
_WRAPPED = re.compile(r"(?:ClassVar|Final|Annotated|reactive|var)\[(.*)\]$")


@dataclass
class ClassFacts:
    """What is known of a class: its bases by name, its members' types, methods by what they return."""

    bases: list[str] = field(default_factory=list)
    members: dict[str, str] = field(default_factory=dict)


@dataclass
class Package:
    """The classes and functions of all modules, by name."""

    classes: dict[str, ClassFacts] = field(default_factory=dict)
    functions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    constants: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def learn(self, tree: ast.Module) -> None:
        """Take in one module."""
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self.functions[node.name].add(written(node.returns))
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self.constants[node.targets[0].id].add(Scope(self, {}, "").infer(node.value))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                self._learn_class(node)

    def _learn_class(self, node: ast.ClassDef) -> None:
        facts = self.classes.setdefault(node.name, ClassFacts())
        facts.bases += [written(base).split("[")[0] for base in node.bases]
        for part in node.body:
            if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                facts.members[part.target.id] = written(part.annotation)
            elif isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                facts.members[part.name] = written(part.returns)
                facts.members.update(self_attributes(part))

    def member(self, owner: str, name: str) -> str:
        """The type of a member, looked up through the bases."""
        if owner in FOREIGN_MEMBERS and name in FOREIGN_MEMBERS[owner]:
            return FOREIGN_MEMBERS[owner][name]
        if owner in DRAWABLE:
            return owner
        facts = self.classes.get(owner)
        if facts is None:
            return UNKNOWN
        if name in facts.members:
            return facts.members[name]
        return next((found for base in facts.bases if (found := self.member(base, name))), UNKNOWN)

    def is_a(self, name: str, kinds: Iterable[str]) -> str | None:
        """Which of `kinds` a class is or derives from."""
        if name in kinds:
            return name
        facts = self.classes.get(name)
        return next((kind for base in facts.bases if (kind := self.is_a(base, kinds))), None) if facts else None


def written(annotation: ast.expr | None) -> str:
    """An annotation as text, without quotes, `None` and wrappers that do not change what is held."""
    if annotation is None:
        return UNKNOWN
    text = annotation.value if isinstance(annotation, ast.Constant) else ast.unparse(annotation)
    parts = [part for part in str(text).split(" | ") if part != "None"]
    text = " | ".join(parts)
    wrapped = _WRAPPED.match(text)
    return wrapped[1] if wrapped else text


def element(kind: str) -> str:
    """What a collection holds."""
    found = _ELEMENT.match(kind)
    return found[1] if found else UNKNOWN


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> dict[str, str]:
    """The annotated parameters of a function."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    types = {argument.arg: written(argument.annotation) for argument in named}
    if arguments.vararg:
        types[arguments.vararg.arg] = f"tuple[{written(arguments.vararg.annotation)}, ...]"
    return types


def self_attributes(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, str]]:
    """The attributes that a method gives its object: by annotation, from an annotated parameter, or from a producer."""
    known = parameters(function)
    for node in ast.walk(function):
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(node, ast.Assign):
            target = node.targets[0]
        if not (isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"):
            continue
        if isinstance(node, ast.AnnAssign):
            yield target.attr, written(node.annotation)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and known.get(node.value.id):
            yield target.attr, known[node.value.id]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value.args:
            made, taken = ast.unparse(node.value.func), ast.unparse(node.value.args[0])
            if made in PRODUCERS or made in {"list", "tuple"}:
                yield target.attr, PRODUCERS.get(made) or known.get(taken, UNKNOWN)


class Scope:
    """The names of one function, and what its expressions hold."""

    def __init__(self, package: Package, names: dict[str, str], owner: str, body: Iterable[ast.AST] = ()) -> None:
        self.package = package
        self.names = dict(names)
        self.owner = owner
        self._given: dict[str, list[tuple[ast.expr, int | None, bool]]] = defaultdict(list)
        """Name → what it is bound to: an expression, which part of it, and whether it is the expression's elements."""
        for node in body:
            self._bind(node)

    def _bind(self, node: ast.AST) -> None:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                self.names[name] = written(annotation)
            case ast.Assign(targets=[target], value=value) | ast.NamedExpr(target=target, value=value):
                self._give(target, value, looped=False)
            case ast.AugAssign(target=ast.Name() as target, value=value):
                self._give(target, value, looped=False)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                self._give(target, value, looped=True)

    def _give(self, target: ast.expr, value: ast.expr, *, looped: bool) -> None:
        if isinstance(target, ast.Name):
            self._given[target.id].append((value, None, looped))
        elif isinstance(target, ast.Tuple):
            for index, part in enumerate(target.elts):
                if isinstance(part, ast.Name):
                    self._given[part.id].append((value, index, looped))

    def infer(self, node: ast.expr) -> str:
        """The type of an expression, or one of this module's words for it; empty when unknown."""
        match node:
            case ast.Constant(value=str() as text):
                return MARKUP_LITERAL if "[" in text else LITERAL
            case ast.Constant(value=None):
                return NONE
            case ast.Name(id=name):
                return self._name(name)
            case ast.Attribute(value=value, attr=attribute):
                return self.package.member(self.infer(value), attribute)
            case ast.Call():
                return self._call(node)
            case ast.IfExp(body=first, orelse=second):
                return self._joint([first, second])
            case ast.BoolOp(values=values):
                return self._joint(values)
            case ast.Await(value=value):
                return self.infer(value)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return self._joint([left, right])
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return f"list[{self._joint(parts)}]"
            case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part):
                return f"list[{self.infer(part)}]"
            case ast.JoinedStr(values=parts):
                held = {self.infer(part.value) for part in parts if isinstance(part, ast.FormattedValue)}
                return CLEAN if held <= {"int", "float", CLEAN, LITERAL} else UNKNOWN
            case ast.Starred(value=value):
                return element(self.infer(value))
            case ast.Subscript(value=value):
                return element(self.infer(value))
        return UNKNOWN

    def _joint(self, nodes: list[ast.expr]) -> str:
        kinds = {self.infer(node) for node in nodes} - {NONE}
        if len(kinds - {LITERAL}) == 1 and kinds <= {*DRAWABLE, CLEAN, LITERAL, MARKUP_LITERAL}:
            return (kinds - {LITERAL}).pop()
        return kinds.pop() if len(kinds) == 1 else UNKNOWN

    def _name(self, name: str) -> str:
        if name == "self":
            return self.owner
        if name in self.names:
            return self.names[name]
        if name not in self._given:
            constants = self.package.constants.get(name, {UNKNOWN})
            return next(iter(constants)) if len(constants) == 1 else UNKNOWN
        self.names[name] = UNKNOWN  # while it is looked for: a name bound to itself tells nothing
        kinds = {self._bound(*given) for given in self._given[name]} - {NONE}
        if LITERAL in kinds and len(kinds) == 2:
            kinds -= {LITERAL}
        self.names[name] = kinds.pop() if len(kinds) == 1 else UNKNOWN
        return self.names[name]

    def _bound(self, value: ast.expr, index: int | None, looped: bool) -> str:
        if isinstance(value, ast.Call) and ast.unparse(value.func) == "enumerate":
            value, index = value.args[0], None if index else index
        kind = self.infer(value)
        kind = element(kind) if looped else kind
        if index is None:
            return kind
        if kind == "Piece":
            return CLEAN if index == 0 else UNKNOWN
        parts = re.fullmatch(r"tuple\[(\w+(?:, \w+)*)\]", kind)
        return parts[1].split(", ")[index] if parts and parts[1].count(",") >= index else UNKNOWN

    def _call(self, node: ast.Call) -> str:
        match node.func:
            case ast.Name(id=name) if name in PRODUCERS:
                return PRODUCERS[name]
            case ast.Name(id="list" | "tuple" | "sorted" | "reversed" | "set") if node.args:
                return self.infer(node.args[0])
            case ast.Name(id="len"):
                return "int"
            case ast.Name(id=name) if f"{name}()" in self.names:
                return self.names[f"{name}()"]
            case ast.Name(id=name) if name in self.package.classes:
                return name
            case ast.Name(id=name):
                returned = self.package.functions.get(name, {UNKNOWN})
                return next(iter(returned)) if len(returned) == 1 else UNKNOWN
            case ast.Attribute(attr="query_one") if node.args and isinstance(node.args[-1], ast.Name):
                return node.args[-1].id
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in PRODUCERS:
                return PRODUCERS[name] if attribute != "from_markup" else name
            case ast.Attribute(value=value, attr=attribute):
                owner = self.infer(value)
                if not owner and isinstance(value, ast.Name) and attribute in self.package.functions:
                    returned = self.package.functions[attribute]
                    return next(iter(returned)) if len(returned) == 1 else UNKNOWN
                return self.package.member(owner, attribute)
        return UNKNOWN
