"""Facts and intents that cross widgets (floor 4); what only a parent listens to is nested in its widget."""

from dataclasses import dataclass, field

from textual.message import Message

from callrail_tui.model.call import Call
from callrail_tui.model.directory import Account
from callrail_tui.model.query import CallQuery
from callrail_tui.present.copying import Copyable
from callrail_tui.session.facts import Fact


@dataclass
class SessionChanged(Message):
    """Something about the session changed; posted to the screen that shows it, which tells its panes."""

    fact: Fact


@dataclass
class CursorMoved(Message):
    """The list's cursor came to rest on a row; `call` is None while the row is not here yet."""

    row: int
    call: Call | None


@dataclass
class CallOpened(Message):
    """The person opened the call under the cursor."""

    row: int
    call: Call | None


@dataclass
class ScopeChosen(Message):
    """The person chose a company or tracker in the tree; both None means all companies."""

    company_id: str | None
    tracker_id: str | None


@dataclass
class CallAsked(Message):
    """The person wants to see this call in the list."""

    call_id: str


@dataclass
class TagAsked(Message):
    """The person wants to see the calls with this tag."""

    name: str


@dataclass
class CallsAsked(Message):
    """The person wants to see the calls behind a figure."""

    query: CallQuery
    words: str = ""
    """What is to be said with them."""


@dataclass
class AccountAsked(Message):
    """The person wants to go over to another account of the same connection."""

    account: Account


class HistoryRewritten(Message):
    """A tag was renamed or deleted: calls that are loaded still show it as it was, until they are read again."""


@dataclass
class CopyAsked(Message):
    """The person wants this in the clipboard."""

    what: Copyable


@dataclass
class CallerAsked(Message):
    """The person wants to see every call of a caller in the list."""

    term: str = field(repr=False)
    """The digits to search for."""


@dataclass
class BrowserAsked(Message):
    """The person wants this page or recording in a browser."""

    address: str = field(repr=False)
    """It may let anyone listen, so it is in no log."""


@dataclass
class QueryChosen(Message):
    """The person asked another question of the list."""

    query: CallQuery
