"""The keys of `A` (floor 4)."""

from __future__ import annotations

from callrail_tui.keymap.action import ACCOUNT, ADMINISTRATION, Action, moves

ACCOUNT_ACTIONS: tuple[Action, ...] = (
    *moves(ACCOUNT, "line"),
    Action("account.open", ("enter",), "Open", ADMINISTRATION,
           "Read all about the line by itself; on another account, go over to it.", hint="enter", opens=True,
           runs="screen.open"),
    Action("account.details", ("i",), "Details", ADMINISTRATION, "Read all about the line by itself.", opens=True,
           runs="screen.details"),
    Action("account.next", ("tab",), "Next section", ADMINISTRATION,
           "Go on: accounts, users, integrations, notifications.", hint="tab", runs="screen.next_section"),
    Action("account.previous", ("shift+tab",), "Section before", ADMINISTRATION, "Go back by a section.",
           runs="screen.previous_section"),
    Action("account.company", ("c",), "Company", ADMINISTRATION,
           "Choose whose users or integrations are shown.", opens=True, hint="c", runs="screen.company"),
    Action("account.filter", ("f",), "Filter", ADMINISTRATION,
           "Show the next kind only: HIPAA accounts, roles, states, ways of notifying.", hint="f",
           runs="screen.filter"),
    Action("account.sort", ("s",), "Sort", ADMINISTRATION, "Sort by the next column.", runs="screen.sort"),
    Action("account.find", ("slash",), "Find", ADMINISTRATION, "Type to narrow the lines.", opens=True, hint="/",
           runs="screen.find"),
    Action("account.copy", ("y",), "Copy address", ADMINISTRATION, "Copy the e-mail address, else the id.",
           runs="screen.copy"),
    Action("account.refresh", ("r",), "Read section again", ADMINISTRATION, "Read what is shown again.",
           runs="screen.refresh"),
    Action("account.back", ("escape",), "All lines", ADMINISTRATION, "Take the filter and what was typed away.",
           runs="screen.back"),
)  # fmt: skip
