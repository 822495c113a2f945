"""Some things that Textual does at a needless cost, done with the same result and less work.

* `StylesCache.get_inner_outer` is cached by the instance as well as by the colours that decide it: every widget that
  was drawn stays in memory with all its lines, up to a thousand of them, long after its dialog was closed.
* A `Strip` makes seven caches when it is made, most of which stay empty: ten times what the strip itself takes.
* Whether a style rule matches a node is looked for from the application downwards, although most rules show at the node
  itself that they do not; and rules are looked up by a hash that is computed in Python.
* A screen that is laid out is painted at once, even where it is to be painted whole in the same turn or the next: a
  dialog is painted three times as it opens, and the first time there is hardly anything of it.
* Border, outline, padding, hatch, tint and opacity are asked for at every line of every widget; most have none, or
  blanks at the sides.
* What shows through behind a dialog is darkened run by run, though a screen has a few dozen styles.

Private names of Textual used, tried on 8.2.8: those above, `Strip`'s slots, `Stylesheet._check_rule`,
`textual.css.match._check_selectors`, `Screen._compositor_refresh`, `Screen._repaint_required`,
`BackgroundScreen.process_segments`, `StylesCache.render_line`, `RenderStyles._cache_key`, `line_pad`. With another
release Textual is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import textual
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual._segment_tools import line_pad
from textual._styles_cache import StylesCache
from textual.cache import FIFOCache
from textual.color import Color
from textual.css.match import _check_selectors
from textual.css.model import RuleSet
from textual.css.styles import RenderStyles, StylesBase
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Size, Spacing
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen
from textual.strip import Strip
from textual.style import Style

_TRIED: Final = "8.2.8"

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


_STOCK_LINE: Final = StylesCache.render_line


def _plain_gutter(styles: RenderStyles) -> Spacing | None:
    """What is around the content where its lines are just that between blanks; None where there is more to them."""
    (_, (right, _), _, (left, _)) = styles.border
    is_plain = not (
        left
        or right
        or any(edge for edge, _ in styles.outline)
        or styles.has_rule("hatch")
        or styles.tint.a
        or styles.text_opacity != 1.0
    )
    return styles.gutter if is_plain else None


def _render_line(
    cache: StylesCache,
    styles: StylesBase,
    y: int,
    size: Size,
    content_size: Size,
    padding: Spacing,
    base_background: Color,
    background: Color,
    render_content_line: Callable[[int], Strip],
    *others: Any,
) -> Strip:
    """A line of a widget; whether it is plain is looked at once for each state of its styles."""
    opacity = others[2]
    width, height = content_size
    left, right = padding.left, padding.right
    if isinstance(styles, RenderStyles) and opacity == 1.0 and size.width == width + left + right:
        state = id(styles), styles._cache_key
        known = cache.__dict__.get("_known_gutter")
        if known is None or known[0] != state:
            known = cache.__dict__["_known_gutter"] = (state, _plain_gutter(styles))
        gutter = known[1]
        if gutter is not None and gutter.top <= y < min(gutter.top + height, size.height - gutter.bottom):
            inner = _inner_outer(base_background, background)[0].rich_style
            line = render_content_line(y - gutter.top).adjust_cell_length(width, inner)
            return Strip(line_pad(line, left, right, inner), size.width) if left or right else line
    return _STOCK_LINE(
        cache, styles, y, size, content_size, padding, base_background, background, render_content_line, *others
    )


def _check_rule(cls: type[Stylesheet], rule_set: RuleSet, css_path_nodes: list[DOMNode]) -> Iterable[Any]:
    """The specificity of each selector that matches; its last part has to match the node itself."""
    node = css_path_nodes[-1]
    for selector_set in rule_set.selector_set:
        if selector_set.selectors[-1].check(node) and _check_selectors(selector_set.selectors, css_path_nodes):
            yield selector_set.specificity


_STOCK_TINT: Final = BackgroundScreen.process_segments


@lru_cache(4096)
def _tinted(style: RichStyle | None, color: Color) -> RichStyle:
    """A style as stock Textual tints it."""
    (segment,) = _STOCK_TINT((Segment(" ", style),), color)
    assert segment.style is not None
    return segment.style


def _tint(cls: type[BackgroundScreen], segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
    """Tint segments, and take links and what a click would do from them."""
    for segment in segments:
        text, style, control = segment
        yield segment if control else Segment(text, _tinted(style, color))


_STOCK_REFRESH: Final = Screen._compositor_refresh


def _compositor_refresh(screen: Screen[Any]) -> None:
    """Paint what has changed, unless the whole screen has been asked for: then its update timer paints everything."""
    app = screen.app
    if screen._repaint_required and screen.is_running and screen is app.screen and not (app.is_inline or app._exit):
        screen.check_idle()
        return
    _STOCK_REFRESH(screen)


def is_tried(package: Path) -> bool:
    """Whether that is the release that these were compared with.

    Seen by the name of what was installed beside it: asking `importlib.metadata` takes 30 ms.
    """
    return (package.parent / f"textual-{_TRIED}.dist-info").is_dir()


def install_lighter_textual(package: Path = Path(textual.__file__).parent) -> None:
    """Put these in the place of Textual's, once."""
    if Strip.__init__ is _init_strip or not is_tried(package):
        return
    # The type checker refuses the plain form of these.
    for name, size in _STRIP_CACHES.items():
        setattr(Strip, name, _MadeWhenUsed(Strip.__dict__[name], size))
    setattr(Strip, "__init__", _init_strip)  # noqa: B010
    setattr(StylesCache, "get_inner_outer", _get_inner_outer)  # noqa: B010
    setattr(StylesCache, "render_line", _render_line)  # noqa: B010
    setattr(RuleSet, "__hash__", object.__hash__)  # noqa: B010
    setattr(BackgroundScreen, "process_segments", classmethod(_tint))  # noqa: B010
    setattr(Screen, "_compositor_refresh", _compositor_refresh)  # noqa: B010
    setattr(Stylesheet, "_check_rule", classmethod(_check_rule))  # noqa: B010
