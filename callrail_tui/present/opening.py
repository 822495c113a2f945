"""What the screens before the calls say: choices of connection and account, and why there is nothing (floor 4)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.content import Content

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.directory import Account, Connection
from callrail_tui.present.failures import quoted
from callrail_tui.present.text import assemble, display

_NAME = 60
"""Characters kept of a name, an id or a status: more than any has, too few to push the other lines off the screen."""


class Notice(NamedTuple):
    """A whole screen's message: what is the matter, and each cure as a line of its own."""

    title: Content
    lines: tuple[Content, ...]


class Choice(NamedTuple):
    """One line to choose from; a line that cannot be chosen says why."""

    id: str
    label: Content
    refusal: Content | None = None


def no_key() -> Notice:
    """There is no key: where to get one, how to give it, and what works without."""
    return Notice(
        display("No Maton API key"),
        (
            display("callrail-tui reaches CallRail through the Maton gateway and needs its key."),
            display(""),
            display("1. Sign in at https://maton.ai and open https://maton.ai/settings."),
            display("2. Copy the API key."),
            display("3. Start again with it in the environment:"),
            display("     export MATON_API_KEY=…", style="bold"),
            display("     callrail-tui", style="bold"),
            display(""),
            display("Or name a file that only you can read: CALLRAIL_TUI_API_KEY_FILE=~/.maton-key (mode 0600)."),
            display("To look around without a key or a network: callrail-tui --demo"),
        ),
    )


def failed(error: CallrailTuiError) -> Notice:
    """Opening failed: the error's own words and cure."""
    return Notice(display(error.title), (display(error.hint), *quoted(error), display("")))


def unknown_connection(named: str) -> Content:
    """The question where the connection that was named is not there."""
    return assemble("There is no active connection ", _named(named), ". Which one instead?")


def unknown_account(named: str) -> Content:
    """The question where the account that was named is not there."""
    return assemble("This connection sees no account ", _named(named), ". Which one instead?")


def no_connections(connections: Sequence[Connection]) -> Notice:
    """No connection is ACTIVE; the others are named, so that nobody has to guess."""
    others = tuple(assemble("  ", _named(one.id, ""), "  ", _named(one.status or "?")) for one in connections)
    return Notice(
        display("There is no active CallRail connection"),
        (
            display("The key is good, but no CallRail account is connected to it."),
            display("Press N, then a: callrail-tui makes a link at which you connect CallRail and authorise it."),
            display("Or connect it in your Maton account (https://maton.ai), then press r."),
            *((display(""), display("Connections that are not active:"), *others) if others else ()),
        ),
    )


def no_accounts(connection: Connection | None) -> Notice:
    """The connection works and shows no account."""
    named = assemble("Connection ", _named(connection.id), " works, but ") if connection else display("")
    return Notice(
        display("No CallRail account is visible"),
        (
            assemble(named, "the CallRail user behind it sees no account."),
            display("Ask an administrator of the account for access, then press r; or press N for another connection."),
        ),
    )


def connection_choices(
    connections: Sequence[Connection],
    default_id: str | None,
    pinned: str | None,
    known: Mapping[str, str] | None = None,
) -> list[Choice]:
    """Connections as lines: the one the gateway takes by itself is marked default.

    `known` names by id the account that was last open on one: nobody tells two connections apart by their ids.
    """
    known = known or {}
    return [_connection_choice(one, default_id, pinned, known.get(one.id, "")) for one in connections]


def _connection_choice(connection: Connection, default_id: str | None, pinned: str | None, known: str) -> Choice:
    created = f"{connection.created:%d %b %Y}" if connection.created else "?"
    # One mark, so that the line fits 80 cells: what is in use is pinned, and no default decides about it any more.
    mark = "  in use" if connection.id == pinned else "  default" if connection.id == default_id else ""
    status = _named(connection.status or "?", "")
    label = assemble(_named(connection.id, ""), "  ", status, (mark, "bold"), ("  since ", "dim"), created)
    if known:
        label = Content("\n").join((label, assemble(("    last open: ", "dim"), _named(known, ""))))
    if connection.is_active:
        return Choice(connection.id, label)
    refusal = assemble("It is ", _named(connection.status or "of no status", ""), ", not ACTIVE.")
    return Choice(connection.id, label, refusal)


def account_choices(accounts: Sequence[Account], current: str | None) -> list[Choice]:
    """Accounts as lines."""
    return [
        Choice(
            account.id,
            assemble(
                _named(account.name or "(no name)"),
                ("  ", ""),
                _named(account.id, "dim"),
                *((("  HIPAA", ""),) if account.hipaa else ()),
                *((("  in use", "bold"),) if account.id == current else ()),
            ),
        )
        for account in accounts
    ]


def _named(text: str, style: str = "bold") -> Content:
    """A name, an id or a status in a line of ours."""
    return display(text, limit=_NAME, style=style)
