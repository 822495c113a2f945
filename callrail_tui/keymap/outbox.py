"""The keys of `O` (floor 4)."""

from __future__ import annotations

from callrail_tui.keymap.action import COPY, DECIDE, LOOK, MOVE, OUTBOX, Action, moves

OUTBOX_ACTIONS: tuple[Action, ...] = (
    *moves(OUTBOX, "decision"),
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
