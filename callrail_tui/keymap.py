"""The action table: every action with its keys, words and place; bindings, hints, help and README read it (floor 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import normalize

from textual.binding import Binding
from textual.keys import key_to_character

APP, EXPLORER, LIST, TREE, DETAIL = "app", "explorer", "list", "tree", "detail"
TRIAGE, TAGS, OUTBOX = "triage", "tags", "outbox"


class Action(NamedTuple):
    """One thing a person can do."""

    id: str
    """`<where>.<name>`; the handler is `action_<name>` with dots and dashes as underscores."""
    keys: tuple[str, ...]
    """Textual's key names, the most usual first."""
    label: str
    """Two or three words, for the hint line and the palette."""
    group: str
    tip: str
    """One sentence, for the help and the palette."""
    opens: bool = False
    """Whether what follows is typed into something that this opens: those keys are held until it has the focus."""
    hint: str = ""
    """How the hint line writes the keys, where it shows the action; empty keeps it out of there."""
    everywhere: bool = False
    """Whether its keys work in dialogs and fields too."""
    decides: bool = False
    """Whether it changes a call; such keys never act in a field, and wait for each other."""
    runs: str = ""
    """The action in Textual's words where it is not the place's own, as in `screen.pane('tree')`."""

    @property
    def where(self) -> str:
        """The place whose bindings it belongs to."""
        return self.id.split(".", 1)[0]

    @property
    def name(self) -> str:
        """The handler's name without its `action_`."""
        return self.id.split(".", 1)[1].replace("-", "_")

    @property
    def handler(self) -> str:
        """The name of the method that does it, without its `action_`."""
        return self.call.split("(")[0].rsplit(".", 1)[-1]

    @property
    def call(self) -> str:
        """The action as Textual runs it."""
        return self.runs or self.name


MOVE, LOOK, DECIDE, MARK = "move", "look", "decide", "mark"
FIND, COPY, PLACES, GENERAL = "find", "copy", "places", "general"
TAGGING = "tagging"

GROUPS: dict[str, str] = {
    MOVE: "Move",
    LOOK: "Look",
    DECIDE: "Decide",
    MARK: "Mark",
    FIND: "Find",
    COPY: "Copy",
    PLACES: "Places",
    TAGGING: "Tags",
    GENERAL: "General",
}


def _deciding(where: str) -> tuple[Action, ...]:
    """The decisions, which mean the same with the list, the detail or the card in focus."""
    return (
        Action(f"{where}.good", ("plus", "equals_sign"), "Good lead", DECIDE, "A good lead.", hint="+", decides=True),
        Action(f"{where}.not-lead", ("minus",), "Not a lead", DECIDE, "Not a lead.", hint="-", decides=True),
        Action(f"{where}.clear-lead", ("0",), "Not scored", DECIDE, "Clear the lead status.", decides=True),
        Action(f"{where}.spam", ("exclamation_mark",), "Spam", DECIDE,
               "Report as spam; CallRail cannot take it back, so it asks once and waits 10 seconds.", opens=True,
               hint="!", decides=True),
        Action(f"{where}.tags", ("t",), "Tags", DECIDE, "Add and take away tags.", opens=True, hint="t", decides=True),
        *(
            Action(f"{where}.favourite-{slot}", (str(slot),), f"Favourite tag {slot}", DECIDE,
                   "Add a favourite tag of the company, or take it away again.", decides=True,
                   runs=f"favourite({slot})")
            for slot in range(1, 10)
        ),
        Action(f"{where}.note", ("n",), "Note", DECIDE, "Write the note.", opens=True, hint="n", decides=True),
        Action(f"{where}.value", ("dollar_sign",), "Value", DECIDE, "Say what the call is worth.", opens=True,
               decides=True),
        Action(f"{where}.edit", ("e",), "Edit", DECIDE, "Edit all fields in one form.", opens=True, decides=True),
        Action(f"{where}.undo", ("u",), "Undo", DECIDE, "Take back the last decision.", hint="u", decides=True),
        Action(f"{where}.redo", ("ctrl+r",), "Redo", DECIDE, "Decide again what was taken back.", decides=True),
    )  # fmt: skip


_OUTBOX = (
    Action("outbox.up", ("up", "k"), "Up", MOVE, "Move to the decision above."),
    Action("outbox.down", ("down", "j"), "Down", MOVE, "Move to the decision below."),
    Action("outbox.page-up", ("pageup",), "Page up", MOVE, "Move up by a page."),
    Action("outbox.page-down", ("pagedown",), "Page down", MOVE, "Move down by a page."),
    Action("outbox.half-page-up", ("ctrl+u",), "Half page up", MOVE, "Move up by half a page."),
    Action("outbox.half-page-down", ("ctrl+d",), "Half page down", MOVE, "Move down by half a page."),
    Action("outbox.top", ("home", "g"), "Top", MOVE, "Move to the first decision."),
    Action("outbox.end", ("end", "G"), "End", MOVE, "Move to the last decision."),
    Action("outbox.unfold", ("right", "l"), "Unfold", MOVE, "Show the calls of a decision about several."),
    Action("outbox.fold", ("left", "h"), "Fold", MOVE, "Hide the calls of a decision about several."),
    Action("outbox.text-down", ("right_curly_bracket",), "Text down", MOVE, "Scroll the text below down.",
           runs="screen.text_down"),
    Action("outbox.text-up", ("left_curly_bracket",), "Text up", MOVE, "Scroll the text below up.",
           runs="screen.text_up"),
    Action("outbox.open", ("enter",), "Go to the call", LOOK,
           "Go to the call; on a decision about several, show or hide them.", hint="enter", runs="screen.open"),
    Action("outbox.undo", ("u",), "Undo", DECIDE, "Take the decision back as a whole.", hint="u", decides=True,
           runs="screen.undo"),
    Action("outbox.withdraw", ("D",), "Withdraw", DECIDE, "Take back what is not sent, put aside what failed.",
           hint="D", decides=True, runs="screen.withdraw"),
    Action("outbox.retry", ("r",), "Retry", DECIDE, "Send again what failed; what is held goes at once.", hint="r",
           decides=True, runs="screen.retry"),
    Action("outbox.mine", ("m",), "Mine", DECIDE, "In a conflict: write mine over theirs.", decides=True,
           runs="screen.mine"),
    Action("outbox.theirs", ("b",), "Theirs", DECIDE, "In a conflict: leave theirs.", decides=True,
           runs="screen.theirs"),
    Action("outbox.merge", ("plus",), "Both notes", DECIDE, "In a conflict of notes: keep both, theirs first.",
           decides=True, runs="screen.merge"),
    Action("outbox.pause", ("p",), "Pause", DECIDE, "Stop decisions about several calls for now, or go on.",
           decides=True, runs="screen.pause"),
    Action("outbox.copy", ("y",), "Copy reason", COPY, "Copy why a decision is not through.", runs="screen.copy"),
)  # fmt: skip


_TAGGING: tuple[Action, ...] = (
    Action("tags.up", ("up", "k"), "Up", MOVE, "Move to the tag above."),
    Action("tags.down", ("down", "j"), "Down", MOVE, "Move to the tag below."),
    Action("tags.page-up", ("pageup",), "Page up", MOVE, "Move up by a page."),
    Action("tags.page-down", ("pagedown",), "Page down", MOVE, "Move down by a page."),
    Action("tags.half-page-up", ("ctrl+u",), "Half page up", MOVE, "Move up by half a page."),
    Action("tags.half-page-down", ("ctrl+d",), "Half page down", MOVE, "Move down by half a page."),
    Action("tags.top", ("home", "g"), "Top", MOVE, "Move to the first tag."),
    Action("tags.end", ("end", "G"), "End", MOVE, "Move to the last tag."),
    Action("tags.add", ("a",), "Add", TAGGING, "Create a tag: name, company or account, colour.", opens=True, hint="a"),
    Action("tags.rename", ("e",), "Rename", TAGGING, "Rename the tag, on everything that has it.", opens=True,
           hint="e"),
    Action("tags.recolour", ("c",), "Colour", TAGGING, "Give the tag another colour.", opens=True, hint="c"),
    Action("tags.disable", ("d",), "Disable", TAGGING,
           "Keep the tag from being newly applied, or let it be again; calls keep it.", hint="d"),
    Action("tags.delete", ("D",), "Delete", TAGGING, "Delete the tag, from everything that has it; asks for its name.",
           opens=True),
    *(
        Action(f"tags.favourite-{slot}", (str(slot),), f"Favourite {slot}", TAGGING,
               "Put the tag on this key for the company's calls, or take it off.", runs=f"favourite({slot})")
        for slot in range(1, 10)
    ),
    Action("tags.open", ("enter",), "Its calls", TAGGING, "Show the calls that have the tag.", hint="enter"),
    Action("tags.filter", ("slash",), "Find", TAGGING, "Type to narrow the tags by name or company.", opens=True),
    Action("tags.back", ("escape",), "Back", TAGGING, "Take the filter of the tags away."),
    Action("tags.refresh", ("r",), "Read again", TAGGING, "Read the tags again."),
)  # fmt: skip


_TRIAGE = (
    Action("triage.up", ("up", "k"), "Up", MOVE, "Scroll the card up."),
    Action("triage.down", ("down", "j"), "Down", MOVE, "Scroll the card down."),
    Action("triage.page-up", ("pageup",), "Page up", MOVE, "Scroll the card up by a page."),
    Action("triage.page-down", ("pagedown",), "Page down", MOVE, "Scroll the card down by a page."),
    Action("triage.half-page-up", ("ctrl+u",), "Half page up", MOVE, "Scroll the card up by half a page."),
    Action("triage.half-page-down", ("ctrl+d",), "Half page down", MOVE, "Scroll the card down by half a page."),
    Action("triage.top", ("home", "g"), "Top", MOVE, "Scroll to the beginning of the card."),
    Action("triage.end", ("end", "G"), "End", MOVE, "Scroll to the end of the card."),
    *_deciding(TRIAGE),
    Action("triage.skip", ("space",), "Skip", DECIDE, "Leave this card for the end of the pass.", hint="space"),
    Action("triage.defer", ("semicolon",), "Defer", DECIDE,
           "Put this card aside; at the end ; works the pile.", hint=";"),
    Action("triage.reviewed", ("full_stop",), "Reviewed", DECIDE, "Looked at, and nothing to decide.", hint="."),
    Action("triage.previous", ("backspace",), "Previous card", DECIDE, "Go back to the card before.", hint="⌫"),
    Action("triage.order", ("s",), "Order", FIND, "Choose which cards come first: missed, oldest or newest.",
           opens=True, hint="s"),
)  # fmt: skip


ACTIONS: tuple[Action, ...] = (
    Action("list.up", ("up", "k"), "Up", MOVE, "Move to the call above."),
    Action("list.down", ("down", "j"), "Down", MOVE, "Move to the call below."),
    Action("list.page-up", ("pageup",), "Page up", MOVE, "Move up by a page."),
    Action("list.page-down", ("pagedown",), "Page down", MOVE, "Move down by a page."),
    Action("list.half-page-up", ("ctrl+u",), "Half page up", MOVE, "Move up by half a page."),
    Action("list.half-page-down", ("ctrl+d",), "Half page down", MOVE, "Move down by half a page."),
    Action("list.top", ("home", "g"), "Top", MOVE, "Move to the first call."),
    Action("list.end", ("end", "G"), "End", MOVE, "Move to the last call."),
    Action(
        "explorer.jump", ("number_sign",), "Go to row", MOVE, "Type a row's number and go there.", opens=True, hint="#"
    ),
    Action("list.left", ("left", "h"), "To the tree", MOVE, "Move to the tree of companies.",
           runs="screen.pane('tree')"),
    Action("list.right", ("right", "l"), "To the detail", MOVE, "Move to the detail of this call.",
           runs="screen.pane('detail')"),
    Action("tree.up", ("up", "k"), "Up", MOVE, "Move to the line above."),
    Action("tree.down", ("down", "j"), "Down", MOVE, "Move to the line below."),
    Action("tree.page-up", ("pageup", "ctrl+u"), "Page up", MOVE, "Move up by a page."),
    Action("tree.page-down", ("pagedown", "ctrl+d"), "Page down", MOVE, "Move down by a page."),
    Action("tree.top", ("home", "g"), "Top", MOVE, "Move to the first line."),
    Action("tree.end", ("end", "G"), "End", MOVE, "Move to the last line."),
    Action("tree.unfold", ("right", "l", "plus"), "Unfold", MOVE, "Show the company's trackers.", hint="l"),
    Action("tree.fold", ("left", "h", "minus"), "Fold", MOVE, "Hide the company's trackers."),
    Action("detail.up", ("up", "k"), "Up", MOVE, "Scroll the detail up."),
    Action("detail.down", ("down", "j"), "Down", MOVE, "Scroll the detail down."),
    Action("detail.page-up", ("pageup",), "Page up", MOVE, "Scroll the detail up by a page."),
    Action("detail.page-down", ("pagedown",), "Page down", MOVE, "Scroll the detail down by a page."),
    Action("detail.half-page-up", ("ctrl+u",), "Half page up", MOVE, "Scroll the detail up by half a page."),
    Action("detail.half-page-down", ("ctrl+d",), "Half page down", MOVE, "Scroll the detail down by half a page."),
    Action("detail.next-group", ("right_curly_bracket",), "Next group", MOVE, "Scroll to the group below.",
           hint="}"),
    Action("detail.previous-group", ("left_curly_bracket",), "Group above", MOVE, "Scroll to the group above."),
    Action("detail.top", ("home", "g"), "Top", MOVE, "Scroll to the beginning of the detail."),
    Action("detail.end", ("end", "G"), "End", MOVE, "Scroll to the end of the detail."),
    Action("detail.left", ("left", "h"), "To the list", MOVE, "Move back to the list.", hint="h",
           runs="screen.pane('list')"),
    Action("explorer.next-pane", ("tab",), "Next pane", MOVE, "Move to the next pane.", hint="tab"),
    Action("explorer.previous-pane", ("shift+tab",), "Previous pane", MOVE, "Move to the previous pane."),
    Action("list.open", ("enter",), "Open", LOOK, "Read the whole call and move to its detail.", hint="enter"),
    Action("tree.choose", ("enter",), "Its calls", LOOK, "Show only the calls of this company or tracker.",
           hint="enter"),
    Action("tree.disabled", ("full_stop",), "Disabled too", LOOK, "Show or hide what is disabled.", hint="."),
    Action("tree.filter", ("slash",), "Filter", LOOK, "Type to narrow the tree by name.", opens=True, hint="/"),
    Action("detail.read", ("enter",), "Whole call", LOOK, "Read the whole call where only the list's fields are here.",
           runs="screen.read_call"),
    Action("detail.raw", ("J",), "Raw", LOOK, "Show the call as the server sent it, or in words again.", hint="J"),
    Action("explorer.back", ("escape",), "Back", LOOK, "Peel one layer: field, dialog, zoom, pane.", hint="esc"),
    Action("explorer.zoom", ("z",), "Zoom", LOOK, "Give the screen to the pane with the focus, or back.", hint="z"),
    Action("explorer.grow", ("greater_than_sign",), "More list", LOOK, "Give the list more of the screen."),
    Action("explorer.shrink", ("less_than_sign",), "Less list", LOOK, "Give the list less of the screen."),
    Action("explorer.fold-tree", ("b",), "Fold the tree", LOOK, "Hide the tree of a wide screen, or show it again."),
    Action("explorer.link", ("o",), "Links", LOOK, "Show the call's recording and links; none opens by itself.",
           hint="o"),
    *_deciding("explorer"),
    Action("list.mark", ("space",), "Mark", MARK, "Mark this call, or take the mark away.",
           runs="screen.mark"),
    Action("list.range", ("v",), "Mark a range", MARK, "Begin a range here; moving extends it, v again ends it.",
           runs="screen.range"),
    Action("list.mark-all", ("asterisk",), "Mark all", MARK, "Mark every call that matches; it is counted first.",
           opens=True, runs="screen.mark_all"),
    Action("explorer.search", ("slash",), "Search", FIND, "Search numbers, names, notes, sources.",
           opens=True, hint="/"),
    Action("explorer.filter", ("f",), "Filter", FIND, "Filter by outcome, direction, device, lead status, tags.",
           opens=True, hint="f"),
    Action("explorer.dates", ("d",), "Dates", FIND, "Choose which days are shown.", opens=True, hint="d"),
    Action("explorer.sort", ("s",), "Sort", FIND, "Choose what the list is sorted by.", opens=True, hint="s"),
    Action("explorer.columns", ("c",), "Columns", FIND, "Choose which columns the list shows.", opens=True, hint="c"),
    Action("explorer.clear", ("X",), "Clear filters", FIND, "Take away filters, one by one or all.", opens=True),
    Action("explorer.copy", ("y",), "Copy…", COPY, "Copy something of this call: a second key says what.", opens=True,
           hint="y"),
    Action("explorer.copy-phone", (), "Copy number", COPY, "y p: copy the customer's phone number.", hint="",
           runs="copy_part('phone')"),
    Action("explorer.copy-name", (), "Copy name", COPY, "y n: copy the customer's name.",
           runs="copy_part('name')"),
    Action("explorer.copy-id", (), "Copy id", COPY, "y i: copy the call's id.",
           runs="copy_part('id')"),
    Action("explorer.copy-link", (), "Copy link", COPY, "y u: copy the call's link in CallRail.",
           runs="copy_part('link')"),
    Action("explorer.copy-attribution", (), "Copy attribution", COPY, "y a: copy source, medium, campaign, keywords.",
           runs="copy_part('attribution')"),
    Action("explorer.copy-transcript", (), "Copy transcript", COPY, "y t: copy the transcript.",
           runs="copy_part('transcript')"),
    Action("explorer.copy-json", (), "Copy JSON", COPY, "y j: copy the call as the server sent it.",
           runs="copy_part('json')"),
    *_OUTBOX,
    *_TAGGING,
    *_TRIAGE,
    Action("app.calls", ("C",), "Calls", PLACES, "Go to the calls."),
    Action("app.work", ("W",), "Work through", PLACES, "Judge calls one after the other, a card each."),
    Action("app.tags", ("T",), "Tag manager", PLACES, "See to the tags: make, rename, recolour, disable, delete."),
    Action("app.outbox", ("O",), "Outbox", PLACES, "See what becomes of decisions; settle conflicts."),
    Action("app.connections", ("N",), "Connections", PLACES, "Choose the connection and the account."),
    Action("app.refresh", ("r",), "Refresh", GENERAL, "Read again; ask again for what failed.", hint="r"),
    Action("app.help", ("question_mark",), "Help", GENERAL, "Show every key.", hint="?"),
    Action("app.palette", ("colon", "ctrl+p"), "Palette", GENERAL, "Find any action by name.", opens=True, hint=":"),
    Action("app.leave", ("q",), "Leave", GENERAL, "From another place back to the calls; on the calls, quit.",
           hint="q"),
    Action("app.suspend", ("ctrl+z",), "To the shell", GENERAL, "Stop for a while; fg in the shell brings it back.",
           runs="suspend_process"),
    Action("app.quit", ("ctrl+q",), "Quit", GENERAL, "Quit from anywhere.", everywhere=True),
)  # fmt: skip

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def actions(where: str) -> Iterable[Action]:
    """The actions of one place, in the table's order."""
    return (action for action in ACTIONS if action.where == where)


def bindings(where: str) -> list[Binding]:
    """The bindings of one place; their ids are the actions', so that a keymap can move them."""
    return [
        Binding(
            ",".join(action.keys),
            action.call,
            action.label,
            show=False,
            priority=action.everywhere,
            id=action.id,
            tooltip=action.tip,
        )
        for action in actions(where)
        if action.keys
    ]


_WRITTEN = {
    "slash": "/", "colon": ":", "question_mark": "?", "number_sign": "#", "full_stop": ".", "plus": "+", "minus": "-",
    "greater_than_sign": ">", "less_than_sign": "<",
    "equals_sign": "=", "exclamation_mark": "!", "dollar_sign": "$", "asterisk": "*", "semicolon": ";", "comma": ",",
    "at": "@", "backslash": "\\", "underscore": "_",
    "left_curly_bracket": "{", "right_curly_bracket": "}", "escape": "esc", "pageup": "PgUp", "pagedown": "PgDn",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "home": "Home", "end": "End",
}  # fmt: skip


def written(key: str) -> str:
    """A key as people write it."""
    if key in _WRITTEN or key in _NAMED.values():
        return _WRITTEN.get(key, key.upper() if key[1:].isdecimal() else key)
    return key if "+" in key else key_to_character(key) or key


def written_keys(action: Action) -> str:
    """All keys of an action as people write them; a copy action's two keys stand in its tip."""
    if action.keys:
        return " ".join(written(key) for key in action.keys)
    return action.tip.split(":", 1)[0]


_NAMED = {
    **{shown.casefold(): key for key, shown in _WRITTEN.items()},
    **{name: name for name in ("space", "tab", "shift+tab", "enter", "backspace", "delete", "insert", *_WRITTEN)},
    **{f"f{number}": f"f{number}" for number in range(1, 13)},
    "page up": "pageup", "page down": "pagedown", "return": "enter", " ": "space",
}  # fmt: skip
"""Textual's names by what people write, in small letters."""


def named_key(shown: str) -> str | None:
    """Textual's name of a key as people write it: `Q`, `+`, `F5`, `PgUp`, `Ctrl+K`; None for what is no such key."""
    shown = normalize("NFC", shown)
    plain = shown.casefold()
    if plain in _NAMED:
        return _NAMED[plain]
    if len(shown) == 1 and shown.isprintable():
        return next(iter(Binding.make_bindings([Binding(shown, "")]))).key
    return plain if re.fullmatch(r"ctrl\+[a-z]", plain) else None
