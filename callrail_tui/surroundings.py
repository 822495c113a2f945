"""What `doctor` can tell without asking anybody: the terminal, the way to a clipboard, our folder (floor 8)."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TextIO

from callrail_tui.clipboard import routes
from callrail_tui.errors import CallrailTuiError, ConfigError, GatewayError
from callrail_tui.preflight import check_encoding, check_term, is_terminal
from callrail_tui.storage.config import CONFIG_FILE, Config
from callrail_tui.storage.paths import config_dir
from callrail_tui.text import clean

OK, WARN, FAIL, SKIP = "ok", "warn", "FAIL", "skip"
SMALLEST = (80, 24)
_DETAIL = 200
_TOOLS = ("wl-copy", "xclip", "xsel", "clip.exe")


class Finding(NamedTuple):
    """One line of the doctor's: how it stands, with what, in words, and the cure where there is something to cure."""

    word: str
    what: str
    words: str
    cure: str = ""

    def line(self) -> str:
        """The finding as one cleaned line; the words stand in columns, so that no colour is needed."""
        return f"{self.word:<5} {self.what:<11} {clean(f'{self.words} {self.cure}'.rstrip(), limit=600)}"


def failed(what: str, error: CallrailTuiError) -> Finding:
    """An error as a finding, with the server's own words in brackets."""
    detail = clean(error.detail.strip(), limit=_DETAIL) if isinstance(error, GatewayError) else ""
    return Finding(FAIL, what, f"{error.title} ({detail})" if detail else error.title, error.hint)


def terminal(environ: Mapping[str, str], stdin: TextIO | None, stdout: TextIO | None) -> Finding:
    """Whether the screen can be shown in this terminal, and how well."""
    if stdout is None or not is_terminal(stdin) or not is_terminal(stdout):
        return Finding(WARN, "terminal", "Input or output is a pipe or a file, so the terminal cannot be judged.")
    try:
        check_term(environ)
        check_encoding(stdout)
    except ConfigError as error:
        return failed("terminal", error)
    columns, rows = os.get_terminal_size(stdout.fileno())
    words = f"{environ['TERM']}, {columns} by {rows}, {_colours(environ)}, UTF-8{_between(environ)}"
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        return Finding(WARN, "terminal", f"{words};", "it shows more from {} by {} on.".format(*SMALLEST))
    return Finding(OK, "terminal", words)


def clipboard(environ: Mapping[str, str], platform: str) -> Finding:
    """The ways that a copied text would take; none can be proved without copying."""
    open_routes = routes(environ, platform)
    tool = _tool(environ, platform) if open_routes.local else None
    ways = [tool] if tool else []
    if open_routes.tmux:
        ways.append("tmux")
    if open_routes.osc52:
        ways.append("the terminal (OSC 52), which has to allow it")
    if not ways:
        return Finding(WARN, "clipboard", "No way is open:", "what is copied is shown, to be selected by hand.")
    words = f"through {' and '.join(ways)}"
    if open_routes.local and tool is None:
        return Finding(WARN, "clipboard", f"{words};", "with xclip, xsel or wl-copy it would be sure.")
    return Finding(OK, "clipboard", words)


def files(folder: Path, problem: CallrailTuiError | None) -> Finding:
    """Whether our folder can be written, and what was remembered can be read."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
            probe.flush()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Finding(
            FAIL, "files", f"{folder} cannot be written: {reason}.", "Make room, or move it with XDG_STATE_HOME."
        )
    if problem is not None:
        return Finding(WARN, "files", problem.title, problem.hint)
    return Finding(OK, "files", f"{folder} is writable, and closed to others")


def config(read: Config, *, demo: bool) -> Finding:
    """The person's config, which was read without a fault."""
    if demo:
        return Finding(OK, "config", "the demo reads none")
    path = config_dir() / CONFIG_FILE
    if not read.is_there:
        return Finding(OK, "config", f"there is no {path}, so the defaults hold")
    number = len(read.outcomes)
    outcomes = f"{number} outcome{'' if number == 1 else 's'}" if number else "no outcomes"
    return Finding(OK, "config", f"{path} is good, and has {outcomes}")


def is_remote(environ: Mapping[str, str]) -> bool:
    """Whether this session came over SSH."""
    return bool(environ.get("SSH_TTY") or environ.get("SSH_CONNECTION"))


def _colours(environ: Mapping[str, str]) -> str:
    if environ.get("NO_COLOR"):
        return "no colours (NO_COLOR)"
    if environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in environ["TERM"] else "16 colours"


def _between(environ: Mapping[str, str]) -> str:
    return (", in tmux" if environ.get("TMUX") else "") + (", over SSH" if is_remote(environ) else "")


def _tool(environ: Mapping[str, str], platform: str) -> str | None:
    if platform == "darwin":
        return "pbcopy"
    return next((tool for tool in _TOOLS if shutil.which(tool, path=environ.get("PATH"))), None)
