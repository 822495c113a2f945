"""What a person does at the keyboard, at random and again the same by its seed: gestures of one or several actions."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

ESCAPE: Final = "\x1b[27u"
"""The escape key as a terminal with the kitty protocol sends it: a bare one would have to be waited for."""
ENTER, TAB, SPACE = "\r", "\t", " "
UP, DOWN, LEFT, RIGHT = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b[C"
PAGE_UP, PAGE_DOWN, HOME, END = "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F"
HALF_UP, HALF_DOWN = "\x15", "\x04"
SAVE = "\n"

SIZES: Final = ((120, 40), (160, 45), (100, 30), (200, 60), (80, 24))


class Action(NamedTuple):
    """Keys that are typed in one go, or another size of the terminal."""

    name: str
    keys: str = ""
    size: tuple[int, int] | None = None
    looks: bool = False
    """Whether the person looks at the screen for a moment before."""


_LOOKS: Final = 0.1
"""How often a look at the screen comes before a gesture: a person's would be far more and far longer."""

Gesture = Callable[[random.Random], list[Action]]


def _keys(name: str, *keys: str) -> list[Action]:
    return [Action(name, one) for one in keys]


def _again(name: str, keys: tuple[str, ...], most: int) -> Gesture:
    """One of these keys, once or several times."""
    return lambda chance: _keys(name, *[chance.choice(keys)] * chance.randint(1, most))


def _fixed(name: str, *keys: str) -> Gesture:
    return lambda chance: _keys(name, *keys)


def _jump(chance: random.Random) -> list[Action]:
    return _keys("jump", f"#{chance.randrange(1, 1_000_001)}{ENTER}")


def _search(chance: random.Random) -> list[Action]:
    """A search, a look at what it finds, and back to all calls."""
    word = chance.choice(("smith", "ann", "555", "google", "note", "garcia", "lee", "zzz"))
    return [
        *_keys("search", "/", *word, ENTER),
        *_keys("step", *[DOWN] * chance.randint(0, 3)),
        *_keys("search", "X", ENTER),
    ]


def _dates(chance: random.Random) -> list[Action]:
    days = chance.choice(("7d", "today", "yesterday", "this month", "2026-02-01", "30d"))
    return [
        *_keys("dates", "d", *days, ENTER),
        *_keys("step", *[DOWN] * chance.randint(0, 3)),
        *_keys("dates", "d", "everything", ENTER),
    ]


def _filter(chance: random.Random) -> list[Action]:
    word = chance.choice(("untouched", "missed", "good", "mobile", "outbound", "first"))
    return [
        *_keys("filter", "f", *word, ENTER, ENTER),
        *_keys("step", *[DOWN] * chance.randint(0, 3)),
        *_keys("filter", "X", ENTER),
    ]


def _sort(chance: random.Random) -> list[Action]:
    word = chance.choice(("length", "time", "source"))
    return [*_keys("sort", "s", *word, ENTER), *_keys("step", DOWN, PAGE_DOWN), *_keys("sort", "s", "newest", ENTER)]


def _tree(chance: random.Random) -> list[Action]:
    """Into the tree, about in it, now and then a company's calls, and back to everybody's."""
    walk = [chance.choice((DOWN, DOWN, UP, "l", "h", END, HOME)) for _ in range(chance.randint(2, 6))]
    chosen = [*_keys("tree, choose", ENTER), *_keys("tree, all", "h", "g", ENTER)] if chance.random() < 0.4 else []
    return [*_keys("tree", "h", *walk), *chosen, *_keys("tree, leave", ESCAPE)]


def _detail(chance: random.Random) -> list[Action]:
    walk = [chance.choice((DOWN, UP, PAGE_DOWN, PAGE_UP, "}", "{", END, HOME)) for _ in range(chance.randint(2, 8))]
    raw = ["J", "J"] if chance.random() < 0.2 else []
    return _keys("detail", chance.choice((ENTER, "l")), *walk, *raw, "h")


def _decide(chance: random.Random) -> list[Action]:
    """A score, often the next call, and now and then a change of mind."""
    score = chance.choice("++-0")
    return [*_keys("decide", score), *_keys("step", DOWN)] if chance.random() < 0.7 else _keys("decide", score, "u")


def _note(chance: random.Random) -> list[Action]:
    words = chance.choice(("call back tomorrow", "wants a quote", "asked twice"))
    return _keys("note", "n", *words, SAVE, *(["u"] if chance.random() < 0.5 else []))


def _tags(chance: random.Random) -> list[Action]:
    if chance.random() < 0.5:
        return _keys("tags", "t", DOWN, SPACE, ENTER, *(["u"] if chance.random() < 0.5 else []))
    return _keys("tags", "t", *"follow", ESCAPE)


def _mark(chance: random.Random) -> list[Action]:
    """Mark some calls, decide about all of them, take it back."""
    marks = [key for _ in range(chance.randint(2, 5)) for key in (SPACE, DOWN)]
    if chance.random() < 0.4:
        marks = ["v", *[DOWN] * chance.randint(2, 12), PAGE_DOWN, "v"]
    decision = ["+", "y", "u"] if chance.random() < 0.6 else []
    return [*_keys("mark", *marks), *_keys("bulk", *decision), *_keys("unmark", ESCAPE, ESCAPE)]


def _palette(chance: random.Random) -> list[Action]:
    word = chance.choice(("insights", "tag", "sort", "zoom", "help", "copy"))
    return _keys("palette", ":", *word, DOWN, ESCAPE)


def _insights(chance: random.Random) -> list[Action]:
    walk = [chance.choice((DOWN, UP, PAGE_DOWN, LEFT, RIGHT, TAB, "b", "s", "m", "i")) for _ in range(8)]
    return _keys("insights", "I", *walk, "C")


def _place(name: str, key: str, *walk: str) -> Gesture:
    return lambda chance: _keys(name, key, *[chance.choice(walk) for _ in range(chance.randint(2, 7))], "C")


def _work(chance: random.Random) -> list[Action]:
    walk = [chance.choice(("+", "-", ".", SPACE, ";", DOWN, PAGE_DOWN, "\x7f", "u")) for _ in range(8)]
    return _keys("work", "W", *walk, "C")


def _resize(chance: random.Random) -> list[Action]:
    return [Action("resize", size=chance.choice(SIZES)), *_keys("step", DOWN, UP), Action("resize", size=SIZES[0])]


GESTURES: Final[tuple[tuple[int, Gesture], ...]] = (
    (60, _again("step", (DOWN, DOWN, DOWN, UP, "j", "j", "k"), 12)),
    (22, _again("page", (PAGE_DOWN, PAGE_DOWN, PAGE_UP, HALF_DOWN, HALF_UP), 5)),
    (5, _again("home and end", (HOME, END, "g", "G"), 1)),
    (14, _jump),
    (2, _search),
    (4, _dates),
    (5, _filter),
    (2, _sort),
    (7, _tree),
    (8, _detail),
    (16, _decide),
    (2, lambda chance: _keys("spam", "!", ESCAPE)),
    (3, _note),
    (4, _tags),
    (4, _mark),
    (4, _palette),
    (3, _fixed("help", "?", PAGE_DOWN, DOWN, ESCAPE)),
    (2, _insights),
    (2, _place("tag manager", "T", DOWN, UP, PAGE_DOWN, END, HOME)),
    (2, _place("outbox", "O", DOWN, UP, PAGE_DOWN, "}", "l", "h")),
    (1, _place("account", "A", DOWN, UP, TAB, "s")),
    (1, _fixed("connections", "N", DOWN, UP, "f", "f", ESCAPE)),
    (2, _work),
    (1, _fixed("columns", "c", DOWN, SPACE, ESCAPE)),
    (1, _fixed("budget", "%", ESCAPE)),
    (1, _fixed("history", "H", DOWN, ESCAPE)),
    (1, _fixed("conversation", "R", PAGE_DOWN, ESCAPE)),
    (1, _fixed("panes", "z", DOWN, "z", ">", "<", "b", "b")),
    (2, _resize),
)
"""What is done, and how often in comparison."""


def actions(seed: int, count: int) -> Iterator[Action]:
    """So many actions; the same ones for the same seed."""
    chance = random.Random(seed)
    weights = [weight for weight, _ in GESTURES]
    gestures = [gesture for _, gesture in GESTURES]
    left = count
    while left > 0:
        gesture = chance.choices(gestures, weights)[0](chance)[:left]
        left -= len(gesture)
        yield gesture[0]._replace(looks=chance.random() < _LOOKS)
        yield from gesture[1:]
