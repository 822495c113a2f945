"""The keys that mean the same everywhere, and those of the places (floor 4)."""

from __future__ import annotations

from callrail_tui.keymap.action import GENERAL, LOOK, PLACES, Action

GENERAL_ACTIONS: tuple[Action, ...] = (
    Action("app.calls", ("C",), "Calls", PLACES, "Go to the calls."),
    Action("app.work", ("W",), "Work through", PLACES, "Judge calls one after the other, a card each."),
    Action("app.tags", ("T",), "Tag manager", PLACES, "See to the tags: make, rename, recolour, disable, delete."),
    Action("app.insights", ("I",), "Insights", PLACES, "See sums over the calls: a table, a chart, hours by weekday."),
    Action("app.account", ("A",), "Account", PLACES, "See accounts, users, integrations, notifications."),
    Action("app.outbox", ("O",), "Outbox", PLACES, "See what becomes of decisions; settle conflicts."),
    Action("app.connections", ("N",), "Connections", PLACES, "See the connections: use one, make one, delete one."),
    Action("app.budget", ("percent_sign",), "Budget", LOOK, "Show how many requests are left, and what waits.",
           opens=True),
    Action("app.refresh", ("r",), "Refresh", GENERAL, "Read again; ask again for what failed.", hint="r"),
    Action("app.help", ("question_mark",), "Help", GENERAL, "Show every key.", hint="?"),
    Action("app.palette", ("colon", "ctrl+p"), "Palette", GENERAL, "Find any action by name.", opens=True, hint=":"),
    Action("app.leave", ("q",), "Leave", GENERAL, "From another place back to the calls; on the calls, quit.",
           hint="q"),
    Action("app.suspend", ("ctrl+z",), "To the shell", GENERAL, "Stop for a while; fg in the shell brings it back.",
           runs="suspend_process"),
    Action("app.quit", ("ctrl+q",), "Quit", GENERAL, "Quit from anywhere.", everywhere=True),
)  # fmt: skip
