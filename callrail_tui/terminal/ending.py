"""Ending well: signals and a lost terminal end the program in time, with the terminal as it was.

Signals arrive through the interpreter's wake-up descriptor, which its C handler writes to at once, and a thread reads:
it works while the event loop is blocked, before it runs and while it shuts down. asyncio's own signal handlers would
take the descriptor for themselves, so none are added. The first signal asks the app to exit; a second one, or a
deadline, restores the terminal from the thread and ends the process. Tried on Textual 8.2.8.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import sys
import termios
import threading
from collections.abc import Callable
from time import monotonic
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from textual.app import App

    from callrail_tui.terminal.picture import Picture

SIGNALS: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
GRACE: Final = 2.5
"""Seconds from the first signal until the terminal is restored by force: with it the end comes within three."""
LOST_GRACE: Final = 1.2
"""The same when the terminal is gone: nothing on it is left to restore, and the loss may be seen a second late."""
_DISTURBING: Final = (signal.SIGWINCH, signal.SIGCONT)
_ONE_BREATH: Final = 0.3
_GLANCE: Final = 1.0
"""Seconds between two looks at the terminal, for systems that do not report its end."""

RESTORE: Final = (
    "\x1b\\"  # ends a string sequence that the program may have been in the middle of
    "\x1b[?2026l\x1b[?2048l\x1b[?1016l"
    "\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
    "\x1b[?1004l\x1b[<u\x1b[r\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)
"""Everything that the screen turns on, off again; scroll region and colours before the alternate screen is left."""

TAKE: Final = "\x1b[?1049h\x1b[?25l"
"""The alternate screen, without a cursor."""
GIVE_BACK: Final = "\x1b[m\x1b[?1049l\x1b[?25h"
"""The same undone; more was not turned on, and whoever had turned it on before would miss it."""


class Ending:
    """Watches for signals and the terminal's end from `__enter__` on; `exit_code` says what the process ends with."""

    def __init__(self, terminal: int = 0) -> None:
        self.signal: int | None = None
        """The signal that ended the program; SIGHUP for a lost terminal."""
        self.lost = False
        """Whether the terminal is gone."""
        self._terminal = terminal
        self._had_terminal = False
        self._app: App[Any] | None = None
        self._closing = False
        self._first: float | None = None
        self._deadline: float | None = None
        self._saved: list[Any] | None = None
        self._has_taken_screen = False
        self._before: dict[int, Any] = {}
        self._wake, self._woken = -1, -1
        self._old_wake = -1
        self._thread = threading.Thread(target=self._watch, name="callrail-tui-ending", daemon=True)

    def __enter__(self) -> Self:
        """Begin: to be called in the main thread, before the app is made."""
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        self._had_terminal = _is_there(self._terminal)
        with contextlib.suppress(termios.error):
            self._saved = termios.tcgetattr(self._terminal)
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        self._old_wake = signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup: it was asked not to hear of hang-ups
                self._before[number] = signal.signal(number, self._on_signal)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop watching; while a signal is being obeyed nothing is undone, since the process ends anyway."""
        self._closing = True
        self._app = None
        if self.signal is None:
            for number, handler in self._before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(self._old_wake)
            os.write(self._wake, b"\x00")
            self._thread.join()
            os.close(self._wake)
            os.close(self._woken)

    def take_screen(self, picture: Picture) -> None:
        """Take the terminal as the app's driver will, and show a picture until that draws.

        Who resizes or stops it meanwhile spoils the picture, until the driver has its own handlers.
        """
        if self._saved is None or not self._had_terminal or sys.__stderr__ is None:
            return
        self._has_taken_screen = True
        raw = [*self._saved[:6], list(self._saved[6])]
        raw[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        raw[6][termios.VMIN] = 1
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._terminal, termios.TCSANOW, raw)
        for number in _DISTURBING:
            self._before[number] = signal.signal(number, lambda *_: picture.spoil())
        _draw(f"{TAKE}{picture.take_text()}")

    def draw(self, picture: Picture) -> None:
        """Show what was added to the picture since, if the screen was taken for it."""
        if self._has_taken_screen:
            try:
                _draw(picture.take_text())
            except OSError:  # It is gone: the watch sees that as well.
                picture.spoil()

    @property
    def terminal_before(self) -> list[Any] | None:
        """What the terminal was set to before its screen was taken; None where it was not taken."""
        return self._saved if self._has_taken_screen else None

    def watch(self, app: App[Any]) -> None:
        """This is the app to ask to exit."""
        self._app = app

    def finish(self) -> None:
        """The app has ended: restore the terminal if it did not, and expect nothing more of it."""
        if self.lost or (self._had_terminal and not _is_there(self._terminal)):
            self.signal = self.signal or signal.SIGHUP
            _speak_to_nobody()
        if self._took_screen() and self._is_raw():
            self.restore()
        self._app = None

    def exit_code(self, code: int) -> int:
        """What the process ends with: `code`, unless a signal ended it."""
        return code if self.signal is None else 128 + self.signal

    def restore(self) -> None:
        """Give the terminal back as it was, without waiting for whoever reads it; safe to call twice."""
        with contextlib.suppress(OSError, termios.error):
            if self._took_screen():
                termios.tcflush(self._terminal, termios.TCOFLUSH)
                _write_at_once(self._terminal, (RESTORE if self._has_driver() else GIVE_BACK).encode())
        if self._saved is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._terminal, termios.TCSANOW, self._saved)

    def _is_raw(self) -> bool:
        """Whether the terminal is not yet as it was at the start."""
        try:
            return self._saved is not None and termios.tcgetattr(self._terminal)[:4] != self._saved[:4]
        except termios.error:
            return False

    def _took_screen(self) -> bool:
        return self._has_taken_screen or self._has_driver()

    def _has_driver(self) -> bool:
        driver = None if self._app is None else self._app._driver
        return driver is not None and not driver.is_headless

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """Runs in the main thread, when it comes to it; the thread has already heard."""
        self.signal = self.signal or number
        if self._closing:
            os._exit(128 + number)
        loop = _running_loop()
        if self._app is None and loop is not None:
            # Not here, which may be within an import: that would leave its lock taken for every other thread.
            loop.call_soon_threadsafe(_stop, 128 + number)
        elif self._app is None or (loop is None and self._app._loop is None):
            raise SystemExit(128 + number)
        elif loop is not None:  # the thread may have heard it before the app had its loop
            loop.call_soon_threadsafe(_leave(self._app, 128 + number))

    def _watch(self) -> None:
        poll = select.poll()
        poll.register(self._woken, select.POLLIN)
        if self._had_terminal and sys.platform == "linux":  # elsewhere poll may not know terminals
            poll.register(self._terminal, 0)
        while not (self._closing and self.signal is None):
            left = _GLANCE if self._deadline is None else self._deadline - monotonic()
            ready = dict(poll.poll(max(0.0, left) * 1_000))
            if self._woken in ready:
                for byte in os.read(self._woken, 64):
                    if byte in SIGNALS:
                        self._heard(byte)
            gone = ready.get(self._terminal, 0) & (select.POLLHUP | select.POLLERR | select.POLLNVAL)
            if self._had_terminal and not self.lost and (gone or not _is_there(self._terminal)):
                self.lost = True
                with contextlib.suppress(KeyError):
                    poll.unregister(self._terminal)
                self._end(signal.SIGHUP, LOST_GRACE)
            if self._deadline is not None and monotonic() >= self._deadline:
                self._give_up()

    def _heard(self, number: int) -> None:
        """A first signal asks; another is impatience, but for those that shells and supervisors send in one breath."""
        now = monotonic()
        if self._first is None:
            self._first = now
        elif number != signal.SIGHUP and now - self._first >= _ONE_BREATH and not self.lost:
            self._give_up()
        self._end(number, GRACE)

    def _end(self, number: int, grace: float) -> None:
        """Ask the app to exit, and set the time by which it must have."""
        self.signal = self.signal or number
        deadline = monotonic() + grace
        self._deadline = deadline if self._deadline is None else min(deadline, self._deadline)
        app = self._app
        loop = None if app is None else app._loop
        if app is not None and loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the app has ended already
                loop.call_soon_threadsafe(_leave(app, 128 + self.signal))

    def _give_up(self) -> None:
        """Leave without the app: restore what can be restored, and end."""
        self.restore()
        os._exit(128 + (self.signal or signal.SIGTERM))


def _draw(text: str) -> None:
    assert sys.__stderr__ is not None, "the screen was taken"
    sys.__stderr__.write(text)  # where Textual draws
    sys.__stderr__.flush()


def _running_loop() -> AbstractEventLoop | None:
    """The loop that runs in this thread; what may not be loaded yet, or is just being loaded, runs none."""
    running = getattr(sys.modules.get("asyncio.events"), "_get_running_loop", None)
    return None if running is None else running()


def _stop(code: int) -> None:
    raise SystemExit(code)


def _leave(app: App[Any], code: int) -> Callable[[], None]:
    return lambda: app.exit(return_code=code)


def _is_there(terminal: int) -> bool:
    """Whether the terminal still answers; a process whose terminal was closed sees an error, or another parent."""
    if not os.isatty(terminal):
        return False
    try:
        termios.tcgetattr(terminal)
    except termios.error:
        return False
    return True


def _speak_to_nobody() -> None:
    """Point the output elsewhere: what is still buffered for the dead terminal would make the exit code a lie."""
    nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _write_at_once(terminal: int, data: bytes) -> None:
    """Write through a descriptor of our own that never blocks, so that nobody else's is changed."""
    try:
        own = os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:  # a container may not show the terminal's name
        own = os.dup(terminal)
        if not select.select([], [own], [], 0.2)[1]:
            os.close(own)
            return
    try:
        os.write(own, data)
    finally:
        os.close(own)
