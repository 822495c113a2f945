"""Every hostile payload through every kind of sink, headless: nothing acts, no markup is obeyed, the guard is idle."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import (
    Button,
    Checkbox,
    Input,
    Label,
    OptionList,
    Select,
    Static,
    TabbedContent,
    TabPane,
    TextArea,
    Tooltip,
    Tree,
)
from textual.widgets.option_list import Option

from callrail_tui.present.text import assemble, display, display_text
from callrail_tui.terminal import guard
from callrail_tui.text import FORBIDDEN, clean
from tests.hostile import CANARY, PAYLOADS

SHOWN = 60
"""Characters of a payload that each sink shows: short enough to be seen whole."""


def tree(payload: str) -> Widget:
    """A tree with the payload as its root and as a leaf."""
    planted: Tree[None] = Tree(display_text(payload, limit=SHOWN))
    planted.root.expand()
    planted.root.add_leaf(display_text(payload, limit=SHOWN, style="bold"))
    return planted


def titled(payload: str) -> Widget:
    """A frame with the payload in both titles."""
    box = Vertical(Static(display("inside")))
    box.styles.border = ("round", "red")
    box.border_title = display(payload, limit=SHOWN)
    box.border_subtitle = display(payload, limit=SHOWN)
    return box


class Tabbed(Vertical):
    """One tab."""

    def __init__(self, payload: str) -> None:
        super().__init__()
        self.payload = payload

    def compose(self) -> ComposeResult:
        """The tab and its pane."""
        with TabbedContent(), TabPane(display(self.payload, limit=SHOWN)):
            yield Static(display(self.payload, limit=SHOWN))


SINKS: dict[str, Callable[[str], Widget]] = {
    "Static": lambda payload: Static(display(payload, limit=SHOWN)),
    "Static of lines": lambda payload: Static(display(payload, limit=SHOWN, multiline=True)),
    "Static of parts": lambda payload: Static(assemble(("who ", "dim"), (payload[:SHOWN], "bold"))),
    "Label": lambda payload: Label(display(payload, limit=SHOWN)),
    "Button": lambda payload: Button(display(payload, limit=SHOWN)),
    "Checkbox": lambda payload: Checkbox(display(payload, limit=SHOWN)),
    "OptionList": lambda payload: OptionList(Option(display(payload, limit=SHOWN))),
    "Select": lambda payload: Select([(display(payload, limit=SHOWN), 1)], value=1),
    "Tree": tree,
    "border titles": titled,
    "TabPane": Tabbed,
    "Input": lambda payload: Input(clean(payload, limit=SHOWN)),
    "Input placeholder": lambda payload: Input(placeholder=clean(payload, limit=SHOWN)),
    "TextArea": lambda payload: TextArea(clean(payload, limit=SHOWN, multiline=True)),
}


class Gallery(App[None]):
    """One kind of sink, once for each payload, one below the other on a very high screen."""

    CSS = """
    #wall > * { width: 1fr; height: auto; min-height: 1; max-height: 5; display: block; position: relative; }
    ToastRack { max-height: 1000; }
    """
    TOOLTIP_DELAY = 0.001

    def compose(self) -> ComposeResult:
        """The wall that the sinks hang on."""
        yield Vertical(id="wall")

    def rows(self) -> list[str]:
        """The characters of each row of the screen, as they stand before the guard."""
        return [strip.text for strip in self.screen._compositor.render_strips()]

    def repaint(self) -> None:
        """Write the whole screen past the guard, as a terminal would get it."""
        self.screen._compositor.render_full_update().render_segments(self.console)

    def links(self) -> set[str]:
        """The actions that a click on any cell would run, and the links that it would open."""
        found = set()
        for strip in self.screen._compositor.render_strips():
            for segment in strip:
                if segment.style is not None:
                    found.update(str(value) for key, value in segment.style.meta.items() if key.startswith("@"))
                    found.update({segment.style.link} if segment.style.link else ())
        return found


@pytest.fixture(autouse=True)
def guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard in place, counting from nought; Textual's own methods come back afterwards."""
    monkeypatch.setattr(Strip, "render", Strip.render)
    monkeypatch.setattr(Strip, "render_style", Strip.__dict__["render_style"])
    guard.install_render_guard()
    monkeypatch.setattr(guard, "hits", 0)


@pytest.mark.parametrize("sink", SINKS)
async def test_a_sink_shows_every_payload_and_obeys_none(sink: str) -> None:
    app = Gallery()
    async with app.run_test(size=(100, 6 * len(PAYLOADS))) as pilot:
        hung = {name: SINKS[sink](payload) for name, payload in PAYLOADS.items()}
        await app.query_one("#wall").mount_all(hung.values())
        await pilot.pause()
        app.repaint()
        rows = app.rows()
        assert app.links() == set()
        for name, widget in hung.items():
            shown = " ".join(rows[widget.region.y : widget.region.bottom])
            assert FORBIDDEN.findall(shown) == [], name
            assert bool(widget.region), name
            if CANARY in clean(PAYLOADS[name], limit=SHOWN):
                assert CANARY in shown, name
            if "markup" in name and len(PAYLOADS[name]) <= SHOWN:
                assert PAYLOADS[name] in shown, name
    assert guard.hits == 0


async def test_a_toast_shows_every_payload_and_obeys_none() -> None:
    app = Gallery()
    async with app.run_test(size=(100, 6 * len(PAYLOADS)), notifications=True) as pilot:
        for payload in PAYLOADS.values():
            app.notify(clean(payload, limit=SHOWN), title=clean(payload, limit=20), timeout=600, markup=False)
        await pilot.pause()
        await pilot.pause()
        app.repaint()
        shown = "".join(app.rows())
        assert FORBIDDEN.findall(shown) == []
        assert app.links() == set()
        assert shown.count(CANARY) >= sum(CANARY in clean(payload, limit=SHOWN) for payload in PAYLOADS.values())
    assert guard.hits == 0


async def test_a_tooltip_shows_every_payload_and_obeys_none() -> None:
    payloads = "\n".join(payload[:SHOWN].replace("\n", "") for payload in PAYLOADS.values())
    app = Gallery()
    async with app.run_test(size=(100, 6 * len(PAYLOADS)), tooltips=True) as pilot:
        asked = Static(display("ask"))
        asked.tooltip = display(payloads, multiline=True)
        await app.query_one("#wall").mount(asked)
        await pilot.hover(Static)
        tooltip = app.screen.query_one(Tooltip)
        while not tooltip.display:
            await pilot.pause()
        await pilot.pause()
        app.repaint()
        shown = "".join(app.rows())
        assert FORBIDDEN.findall(shown) == []
        assert app.links() == set()
        assert CANARY in shown
    assert guard.hits == 0


async def test_the_gallery_would_notice_markup_that_is_obeyed() -> None:
    app = Gallery()
    async with app.run_test(size=(100, 30)) as pilot:
        await app.query_one("#wall").mount(Static("[@click=app.quit]name[/]"), Static("\x1b[31m", markup=False))
        await pilot.pause()
        app.repaint()
        assert len(app.links()) == 1
        assert FORBIDDEN.findall("".join(app.rows())) == ["\x1b"]
    assert guard.hits == 1
