"""A small app that fails at a named point, hangs, or starts a child; the key lies about in its locals.

`python -m tests.terminal.crash_app POINT STATE_DIR` with the key in MATON_API_KEY.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult, RenderResult
from textual.binding import Binding
from textual.reactive import reactive
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from callrail_tui.storage.secret import Redactor, Secret, read_key
from callrail_tui.terminal import picture
from callrail_tui.terminal.crash import LastNet
from callrail_tui.terminal.running import run_app
from callrail_tui.terminal.typing_ahead import TypingSafety

POINTS = (
    "make", "compose", "mount", "load", "css", "action", "handler", "timer", "worker", "thread-worker", "task",
    "thread", "call-later", "watcher", "render", "screen-compose", "screen-callback", "unmount", "driver", "cause",
    "unprintable", "panic",
)  # fmt: skip
KEY = read_key(os.environ)
POINT = ""


class UnprintableError(Exception):
    """An error that cannot say itself."""

    def __str__(self) -> str:
        raise ValueError(_words())


def _words() -> str:
    assert KEY is not None
    return f"key {KEY.reveal()} of Bearer {KEY.reveal()}, caller +1 303-555-0142 \x1b]52;c;eA==\x07"


def fail(point: str) -> None:
    """Fail if this is the point, with the key in a local variable and in the words."""
    if point != POINT:
        return
    assert KEY is not None
    headers = {"Authorization": f"Bearer {KEY.reveal()}"}
    secret = headers["Authorization"]
    raise RuntimeError(f"failed at {point}: {secret} {_words()}")


class Picture(Static):
    """Fails where it is drawn or watched."""

    level = reactive(0)

    def render(self) -> RenderResult:
        if self.level:
            fail("render")
        return "ready"

    def watch_level(self) -> None:
        if self.level:
            fail("watcher")


class Dialog(ModalScreen[str]):
    """A modal with a field."""

    def compose(self) -> ComposeResult:
        yield Static("a dialog")
        yield Input()

    def on_mount(self) -> None:
        fail("screen-compose")


class CrashApp(TypingSafety[None], LastNet[None]):
    """Fails at POINT when `x` is pressed, or earlier."""

    BINDINGS: ClassVar = [
        Binding("x", "fail"), Binding("b", "block"), Binding("m", "dialog"), Binding("e", "child"),
        Binding("f", "flood"), Binding("s", "stop"),
    ]  # fmt: skip
    CSS = ""

    def __init__(self) -> None:
        fail("make")
        if POINT == "css":
            type(self).CSS = f"Static {{ color: {_words()!r}; }}"
        super().__init__()

    def on_load(self) -> None:
        fail("load")
        if POINT == "slow-start":
            sys.__stderr__.write("starting")  # type: ignore[union-attr]
            sys.__stderr__.flush()  # type: ignore[union-attr]
            time.sleep(30)

    def compose(self) -> ComposeResult:
        fail("compose")
        yield Picture("ready")

    def on_mount(self) -> None:
        fail("mount")

    async def on_unmount(self) -> None:
        fail("unmount")
        if POINT == "slow-stop":
            await asyncio.sleep(30)

    def action_block(self) -> None:
        sys.__stderr__.write("blocked")  # type: ignore[union-attr]
        sys.__stderr__.flush()  # type: ignore[union-attr]
        time.sleep(30)

    def action_dialog(self) -> None:
        self.push_screen(Dialog())

    def action_stop(self) -> None:
        self.exit()
        assert self._driver is not None
        self._driver.write("stopping")

    def action_flood(self) -> None:
        """Repaint as fast as the line takes it."""
        self.set_interval(0.001, lambda: self._driver and self._driver.write("flood " * 2_000 + "\x1b[H"))

    def action_child(self) -> None:
        """Start a child that writes down what it was given."""
        told = Path(sys.argv[2]) / "child.txt"
        program = "import os, sys; open(sys.argv[1], 'w').write(repr(dict(os.environ)) + repr(sys.argv))"
        subprocess.run([sys.executable, "-c", program, str(told)], check=True, timeout=10)
        self._driver.write("child done")  # type: ignore[union-attr]

    def action_fail(self) -> None:
        fail("action")
        getattr(self, f"_at_{POINT.replace('-', '_')}")()

    def on_crash_app_told(self) -> None:
        fail("handler")

    def _at_handler(self) -> None:
        self.call_next(self.on_crash_app_told)

    def _at_timer(self) -> None:
        self.set_timer(0.01, lambda: fail("timer"))

    def _at_call_later(self) -> None:
        self.screen.call_after_refresh(fail, "call-later")

    def _at_worker(self) -> None:
        async def work() -> None:
            fail("worker")

        self.run_worker(work())

    def _at_thread_worker(self) -> None:
        self.run_worker(lambda: fail("thread-worker"), thread=True)

    def _at_task(self) -> None:
        async def work() -> None:
            fail("task")

        self._task_seen = asyncio.create_task(work())
        self.set_timer(0.05, lambda: delattr(self, "_task_seen"))

    def _at_thread(self) -> None:
        threading.Thread(target=fail, args=("thread",)).start()

    def _at_watcher(self) -> None:
        self.query_one(Picture).level = 1

    _at_render = _at_watcher

    def _at_screen_compose(self) -> None:
        self.push_screen(Dialog())

    def _at_screen_callback(self) -> None:
        screen: Screen[Any] = Dialog()
        self.push_screen(screen, lambda _: fail("screen-callback"))
        screen.call_later(screen.dismiss, "")

    def _at_unmount(self) -> None:
        self.exit()

    def _at_driver(self) -> None:
        assert self._driver is not None

        def broken(message: object) -> None:
            fail("driver")

        self._driver.process_message = broken  # type: ignore[method-assign, assignment]

    def _at_cause(self) -> None:
        try:
            raise KeyError(_words())
        except KeyError as error:
            raise ValueError("the outer one") from error

    def _at_unprintable(self) -> None:
        raise UnprintableError

    def _at_panic(self) -> None:
        self.panic(_words())


def main() -> int:
    """Run as the program would."""
    global POINT
    POINT = sys.argv[1]
    known = [KEY] if isinstance(KEY, Secret) else []
    loading = picture.Picture((80, 24), "", erases=False)
    loading.put(0, 0, "loading", "")
    return run_app(_make, Path(sys.argv[2]), Redactor(known), loading)


async def _make(draw: Callable[[], None]) -> CrashApp:
    if POINT == "early":
        _load_slowly()
    return CrashApp()


def _load_slowly() -> None:
    sys.stderr.write("early")
    sys.stderr.flush()
    time.sleep(30)


if __name__ == "__main__":
    sys.exit(main())
