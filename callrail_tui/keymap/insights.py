"""The keys of `I` (floor 4)."""

from __future__ import annotations

from callrail_tui.keymap.action import INSIGHTS, LOOKING, Action, moves

INSIGHT_ACTIONS: tuple[Action, ...] = (
    *moves(INSIGHTS, "line"),
    Action("insights.left", ("left", "h"), "Left", LOOKING, "Move to the point or hour before.", runs="screen.left"),
    Action("insights.right", ("right", "l"), "Right", LOOKING, "Move to the point or hour after.",
           runs="screen.right"),
    Action("insights.open", ("enter",), "Its calls", LOOKING, "Show the calls behind the row, the point or the hour.",
           hint="enter", runs="screen.open"),
    Action("insights.next-view", ("tab",), "Table, chart, hours", LOOKING, "Go on to the chart, the hours, the table.",
           hint="tab", runs="screen.next_view"),
    Action("insights.group", ("b",), "Group by", LOOKING, "Group by the next of source, tracker, company …, in turn.",
           hint="b", runs="screen.group"),
    Action("insights.sort", ("s",), "Measure", LOOKING, "Sort by, and draw, the next measure.", hint="s",
           runs="screen.sort"),
    Action("insights.second", ("m",), "Second measure", LOOKING, "Draw another measure over the chart, or none.",
           runs="screen.second"),
    Action("insights.interval", ("i",), "Interval", LOOKING, "Draw the chart by hour, day, week, month or year.",
           runs="screen.interval"),
    Action("insights.compare", ("p",), "Compare", LOOKING, "Compare with the period of the same length before.",
           hint="p", runs="screen.compare"),
    Action("insights.dates", ("d",), "Other dates", LOOKING, "Look at other days, without changing the list.",
           opens=True, runs="screen.dates"),
    Action("insights.copy", ("y",), "Copy figures", LOOKING, "Copy the table as tab-separated text.",
           runs="screen.copy"),
    Action("insights.refresh", ("r",), "Read figures again", LOOKING, "Ask for the figures again.",
           runs="screen.refresh"),
)  # fmt: skip
