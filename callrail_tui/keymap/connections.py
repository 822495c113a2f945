"""The keys of `N` (floor 4)."""

from __future__ import annotations

from callrail_tui.keymap.action import CONNECTING, CONNECTIONS, Action, moves

CONNECTION_ACTIONS: tuple[Action, ...] = (
    *moves(CONNECTIONS, "connection"),
    Action("connections.open", ("enter",), "Use it", CONNECTING, "Pin the connection and choose an account on it.",
           hint="enter", runs="screen.open"),
    Action("connections.add", ("a",), "Connect", CONNECTING, "Connect CallRail anew: makes a link to authorise at.",
           hint="a", opens=True, runs="screen.add"),
    Action("connections.delete", ("D",), "Delete", CONNECTING, "Delete the connection; says first what stops working.",
           hint="D", opens=True, runs="screen.delete"),
    Action("connections.filter", ("f",), "Status", CONNECTING, "Show all, or only those of one status.", hint="f",
           runs="screen.filter"),
    Action("connections.copy", ("y",), "Copy its id", CONNECTING, "Copy the connection's id.", runs="screen.copy"),
    Action("connections.refresh", ("r",), "Read again", CONNECTING, "Read the connections again.",
           runs="screen.refresh"),
    Action("connections.back", ("escape",), "Back to calls", CONNECTING, "Back to the calls.", runs="screen.back"),
)  # fmt: skip
