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
    from collections.abc import Sequence

    from callrail_tui.errors import CallrailTuiError
    from callrail_tui.storage.settings import Settings

DONE, FAILED, REFUSED = 0, 1, 2
INTERRUPTED = 128 + 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; every refusal is one or two lines on standard error."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments == ["--version"]:
        return _say_version()
    from callrail_tui.errors import ConfigError  # late: `--version` does not need it

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
        sys.stdout.write(build_parser().format_help())
        return DONE
    if options.version:
        return _say_version()
    if options.command == "doctor":
        from callrail_tui.doctor import examine  # late: only this command needs it

        return examine(options, os.environ, sys.stdout)
    return _open_screen(options)


def _open_screen(options: argparse.Namespace) -> int:
    from callrail_tui.preflight import check_terminal  # late: `--help` does not need these two
    from callrail_tui.startup import choose_config, choose_hosts, choose_key, make_settings, state_folder

    config = choose_config(options)
    hosts = choose_hosts(options, os.environ, config)
    key = choose_key(options, os.environ, config)
    check_terminal(os.environ, sys.stdin, sys.stdout, sys.stderr)
    with state_folder(options) as folder:
        return _run_app(make_settings(options, hosts, key, folder))


def _run_app(settings: Settings) -> int:
    from callrail_tui.app import run  # late: Textual costs more than all that was before

    return run(settings)


def _say_version() -> int:
    sys.stdout.write(f"callrail-tui {__version__}\n")
    return DONE


def _complain(error: CallrailTuiError) -> None:
    from callrail_tui.text import clean  # late: only a refusal needs it

    lines = [f"callrail-tui: {clean(error.title, limit=400)}"]
    if error.hint:
        lines.append(f"  {clean(error.hint, limit=400)}")
    sys.stderr.write("\n".join(lines) + "\n")
