"""From arguments and environment to a run and its exit code (floor 8).

Exit codes: 0 done, 1 it failed, 2 usage, configuration or no terminal, 128+n ended by signal n.
Everything beyond this page is imported where it is needed: `--version` and `--help` answer at once.
"""

from __future__ import annotations

import os
import sys

from callrail_tui import __version__

TYPE_CHECKING = False  # as typing's, without its 4 ms: `--version` answers at once
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from callrail_tui.errors import CallrailTuiError

DONE, REFUSED = 0, 2
INTERRUPTED = 128 + 2
UNREAD = 128 + 13


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; every refusal is one or two lines on standard error."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments == ["--version"]:
        return _answer(_write_version)
    from callrail_tui import collector  # late: `--version` does not need these two
    from callrail_tui.errors import ConfigError

    if argv is None:
        sys.excepthook = _say_in_one_line
        collector.rest()
    try:
        return _run(arguments)
    except ConfigError as error:
        _complain(error)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: Sequence[str]) -> int:
    from callrail_tui.options import build_parser, parse  # late: `--version` does not need argparse

    options = parse(arguments)
    if options.help:
        return _answer(lambda: _write(build_parser().format_help()))
    if options.version:
        return _answer(_write_version)
    if options.command == "doctor":
        from callrail_tui.doctor import examine  # late: only this command needs it

        return _answer(lambda: examine(options, os.environ, sys.stdout))
    if options.command == "export":
        from callrail_tui.headless import export  # late: only this command needs it

        return _answer(lambda: export(options, os.environ, sys.stdout, sys.stderr))
    return _open_screen(options)


def _answer(work: Callable[[], int]) -> int:
    """Do work that is all output; whoever reads it may stop early, as `| head -1` does, without a complaint."""
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    return code


def _open_screen(options: argparse.Namespace) -> int:
    from callrail_tui.preflight import check_terminal  # late: `--help` does not need these two
    from callrail_tui.startup import choose_config, choose_hosts, choose_key, make_settings, state_folder

    config = choose_config(options)
    hosts = choose_hosts(options, os.environ, config)
    key = choose_key(options, os.environ, config)
    check_terminal(os.environ, sys.stdin, sys.stdout, sys.stderr)
    with state_folder(options) as folder:
        settings = make_settings(options, config, hosts, key, folder)
        from callrail_tui.launch import launch  # late: a refusal needs nothing that draws

        return launch(settings)


def _write_version() -> int:
    return _write(f"callrail-tui {__version__}\n")


def _write(text: str) -> int:
    sys.stdout.write(text)
    return DONE


def _say_in_one_line(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """The net below the app's own: what breaks before or beside the screen is one line, without source or values."""
    from callrail_tui.storage.secret import Redactor  # late: only a crash needs them
    from callrail_tui.text import clean

    where = "nowhere"
    while traceback is not None:
        where = f"{os.path.basename(traceback.tb_frame.f_code.co_filename)}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    words = Redactor()(str(error))
    sys.stderr.write(f"callrail-tui stopped: {kind.__name__} at {where}: {clean(words, limit=400)}\n")


def _complain(error: CallrailTuiError) -> None:
    from callrail_tui.text import clean  # late: only a refusal needs it

    lines = [f"callrail-tui: {clean(error.title, limit=400)}"]
    if error.hint:
        lines.append(f"  {clean(error.hint, limit=400)}")
    sys.stderr.write("\n".join(lines) + "\n")
