"""Three things that Textual does at a needless cost, done with the same result and less work.

* `StylesCache.get_inner_outer` is cached by the instance as well as by the colours that decide it: every widget that was
  drawn stays in memory with all its lines, up to a thousand of them, long after its dialog was closed.
* A `Strip` makes seven caches when it is made, most of which stay empty: ten times what the strip itself takes.
* Whether a style rule matches a node is looked for from the application downwards, although most rules show at the node
  itself that they do not; and rules are looked up by a hash that is computed in Python.

Private names of Textual used, tried on 8.2.8: those above, `Strip`'s slots, `Stylesheet._check_rule`,
`textual.css.stylesheet._check_selectors`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.cache import FIFOCache
from textual.color import Color
from textual.css.match import _check_selectors
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.strip import Strip
from textual.style import Style

_STRIP_CACHES: Final = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}
"""By name, with the size that Textual gives each."""


class _MadeWhenUsed:
    """A slot whose cache is made when it is first asked for."""

    def __init__(self, slot: Any, size: int) -> None:
        self._get, self._set = slot.__get__, slot.__set__
        self._size = size

    def __get__(self, strip: Strip, owner: type[Strip]) -> FIFOCache[Any, Any]:
        try:
            cache: FIFOCache[Any, Any] = self._get(strip)
        except AttributeError:
            cache = FIFOCache(self._size)
            self._set(strip, cache)
        return cache


def _init_strip(strip: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    strip._segments = list(segments)
    strip._cell_length = cell_length
    strip._render_cache = None
    strip._link_ids = None
    strip._cell_count = None


@lru_cache(1024)
def _inner_outer(base_background: Color, background: Color) -> tuple[Style, Style]:
    return Style(background=base_background + background), Style(background=base_background)


def _get_inner_outer(cache: StylesCache, base_background: Color, background: Color) -> tuple[Style, Style]:
    return _inner_outer(base_background, background)


def _check_rule(cls: type[Stylesheet], rule_set: RuleSet, css_path_nodes: list[DOMNode]) -> Iterable[Any]:
    """The specificity of each selector that matches; its last part has to match the node itself."""
    node = css_path_nodes[-1]
    for selector_set in rule_set.selector_set:
        if selector_set.selectors[-1].check(node) and _check_selectors(selector_set.selectors, css_path_nodes):
            yield selector_set.specificity


def install_lighter_textual() -> None:
    """Put these in the place of Textual's, once."""
    if Strip.__init__ is _init_strip:
        return
    # The type checker refuses the plain form of these.
    for name, size in _STRIP_CACHES.items():
        setattr(Strip, name, _MadeWhenUsed(Strip.__dict__[name], size))
    setattr(Strip, "__init__", _init_strip)  # noqa: B010
    setattr(StylesCache, "get_inner_outer", _get_inner_outer)  # noqa: B010
    setattr(RuleSet, "__hash__", object.__hash__)  # noqa: B010
    setattr(Stylesheet, "_check_rule", classmethod(_check_rule))  # noqa: B010
