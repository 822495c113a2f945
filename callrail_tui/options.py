"""The command line: its options, its help and its complaints, in one place; checked, but nothing is read or opened."""

from __future__ import annotations

import argparse

from callrail_tui.errors import ConfigError
from callrail_tui.storage.defaults import CONTROL_URL, DEMO_CALLS, GATEWAY_URL, MAX_DEMO_CALLS, VIEWS

TYPE_CHECKING = False  # as typing's, without its 4 ms: `--help` answers at once
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NoReturn

PROGRAM = "callrail-tui"
COMMANDS = ("doctor", "export")

FORMATS = ("csv", "ndjson", "json", "md", "report")
_ONLY_EXPORT = ("output", "format", "fields", "start", "end", "links", "bom", "replace")
_SEE_HELP = f"{PROGRAM} --help lists the options."
_EPILOG = f"""\
commands:
  doctor             check config, key, hosts, connection, account, terminal,
                     clipboard and files, one line each
  export             write the calls of a view to --output, without a screen;
                     what a kill left over is gone on with by the same command

The key is read from the environment variable MATON_API_KEY, else from the file
named by CALLRAIL_TUI_API_KEY_FILE (mode 0600). {PROGRAM} --demo needs none.
"""
_ONLY_SCREEN = ("view", "demo_calls", "demo_limits", "companies", "read_only")
"""Options that would mean nothing to `doctor`; silence about them would be a false promise."""


class Parser(argparse.ArgumentParser):
    """argparse that raises instead of exiting, so that one place prints and counts the exit code."""

    def error(self, message: str) -> NoReturn:
        """Turn argparse's complaint into ours."""
        raise ConfigError(f"{message[:1].upper()}{message[1:]}.", _SEE_HELP)


class _Page(argparse.RawDescriptionHelpFormatter):
    """Help for 80 columns; asking the terminal for its width would import shutil and what that imports."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=78)


class _Once(argparse.Action):
    """The wire takes one company (wire 8.1): a second one is refused rather than left out in silence."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: object, option: str | None = None
    ) -> None:
        """Keep the first; the same one again is no second one."""
        if getattr(namespace, self.dest) not in (None, [values]):
            raise ConfigError(f"{option} takes one company.", "Name one; the tree reaches the others.")
        setattr(namespace, self.dest, [values])


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments as a checked namespace; ConfigError with the cure for anything that cannot be meant."""
    parser = build_parser()
    options, unknown = parser.parse_known_args(arguments)
    if options.help or options.version:
        return options
    if unknown:
        raise _unknown(unknown[0], _flags(parser))
    if options.command is not None and options.command not in COMMANDS:
        raise ConfigError(
            f"There is no command {_shown(options.command)}.", _nearest(options.command, COMMANDS) or _SEE_HELP
        )
    _check_together(options)
    return options


def build_parser() -> Parser:
    """The parser; the source of `--help` and of what the README is checked against."""
    parser = Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [doctor | export] [options]",
        description="Clear a CallRail call inbox from the keyboard, in a terminal.",
        epilog=_EPILOG,
        formatter_class=_Page,
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    _add_places(parser.add_argument_group("where to open"))
    _add_hosts(parser.add_argument_group("hosts"))
    _add_demo(parser.add_argument_group("demo"))
    _add_export(parser.add_argument_group("export"))
    general = parser.add_argument_group("general")
    general.add_argument("--read-only", action="store_true", help="refuse every write, before it reaches the gateway")
    general.add_argument("--help", "-h", action="store_true", help="show this and leave")
    general.add_argument("--version", action="store_true", help="show the version and leave")
    return parser


def _add_places(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--account", metavar="ACC", type=_identifier, help="the account, by its id")
    group.add_argument(
        "--company",
        metavar="COM",
        type=_identifier,
        action=_Once,
        dest="companies",
        help="a company of the account, by its id",
    )
    group.add_argument("--connection", metavar="UUID", type=_identifier, help="the Maton connection, by its id")
    group.add_argument("--view", metavar="NAME", type=_view, help=f"the view to open: {', '.join(VIEWS)}")


def _add_hosts(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--gateway-url", metavar="URL", help=f"where CallRail is reached (default {GATEWAY_URL})")
    group.add_argument("--control-url", metavar="URL", help=f"where connections are listed (default {CONTROL_URL})")


def _add_demo(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--demo", action="store_true", help="open the embedded gateway: no key, no network")
    group.add_argument(
        "--demo-calls",
        metavar="N",
        type=_demo_calls,
        help=f"how many calls it has, up to {MAX_DEMO_CALLS:,} (default {DEMO_CALLS:,})",
    )
    group.add_argument("--demo-limits", action="store_true", help="let it answer 429 once its request limits are spent")


def _add_export(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--output", metavar="FILE", help="the file that export writes")
    group.add_argument("--format", choices=FORMATS, help=f"what kind: {', '.join(FORMATS)} (default {FORMATS[0]})")
    group.add_argument("--fields", metavar="NAMES", help="list, all, or names with commas between (default list)")
    group.add_argument("--start", metavar="DAY", type=_day, help="the first day, as 2026-02-01")
    group.add_argument("--end", metavar="DAY", type=_day, help="the last day")
    group.add_argument("--links", action="store_true", help="also the links that let whoever has them listen")
    group.add_argument("--bom", action="store_true", help="a CSV with a byte order mark and CRLF lines")
    group.add_argument("--replace", action="store_true", help="replace the file that is there, once this one is whole")


def _check_export(options: argparse.Namespace) -> None:
    if options.command != "export":
        for name in _ONLY_EXPORT:
            if getattr(options, name):
                raise ConfigError(f"{_flag(name)} belongs to export.", f"Say export, or drop {_flag(name)}.")
        return
    if not options.output:
        raise ConfigError("export needs the name of a file.", "Add --output FILE.")
    if options.start and options.end and options.end < options.start:
        raise ConfigError("The last day lies before the first.", "Swap --start and --end.")
    options.format = options.format or FORMATS[0]
    options.fields = options.fields or "list"


def _day(text: str) -> str:
    from datetime import date  # late: only whoever names a day pays for it

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{_shown(text)} is no day; write it as 2026-02-01") from None


def _check_together(options: argparse.Namespace) -> None:
    _check_export(options)
    if not options.demo:
        for name in ("demo_calls", "demo_limits"):
            if getattr(options, name):
                raise ConfigError(f"{_flag(name)} means nothing without --demo.", f"Add --demo, or drop {_flag(name)}.")
    else:
        for name in ("gateway_url", "control_url"):
            if getattr(options, name) is not None:
                raise ConfigError(f"--demo has a gateway of its own, so {_flag(name)} has no use.", "Drop one of them.")
    if options.command == "doctor":
        for name in _ONLY_SCREEN:
            if getattr(options, name):
                raise ConfigError(f"doctor takes no {_flag(name)}.", f"Drop {_flag(name)}.")


def _identifier(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the id is empty")
    return text.strip()


def _view(text: str) -> str:
    if text not in VIEWS:
        raise argparse.ArgumentTypeError(f"there is no view {_shown(text)}; the views are {', '.join(VIEWS)}")
    return text


def _demo_calls(text: str) -> int:
    try:
        number = int(text.replace(",", ""))
    except ValueError:
        number = 0
    if not 1 <= number <= MAX_DEMO_CALLS:
        raise argparse.ArgumentTypeError(f"{_shown(text)} is not a number from 1 to {MAX_DEMO_CALLS:,}")
    return number


def _unknown(argument: str, flags: Sequence[str]) -> ConfigError:
    name = argument.partition("=")[0]
    if not name.startswith("-"):
        return ConfigError(f"There is one argument too many: {_shown(argument)}.", _SEE_HELP)
    return ConfigError(f"There is no option {_shown(name)}.", _nearest(name, flags) or _SEE_HELP)


def _nearest(word: str, known: Iterable[str]) -> str:
    import difflib  # late: only a mistyped command line pays for it

    found = difflib.get_close_matches(word, list(known), n=1)
    return f"Did you mean {found[0]}?" if found else ""


def _shown(text: str) -> str:
    """What was typed, in quotes and short enough for a line."""
    return repr(text if len(text) <= 60 else text[:59] + "\u2026")


def _flags(parser: Parser) -> list[str]:
    return [word for word in parser.format_help().replace(",", " ").split() if word.startswith("--")]


def _flag(name: str) -> str:
    return "--company" if name == "companies" else "--" + name.replace("_", "-")
