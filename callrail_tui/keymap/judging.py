"""The decisions, and the keys of the card in `W` (floor 4; design 4, deciding rules)."""

from __future__ import annotations

from callrail_tui.keymap.action import DECIDE, FIND, MOVE, TRIAGE, Action
from callrail_tui.keymap.asides import asides


def deciding(where: str) -> tuple[Action, ...]:
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


TRIAGE_ACTIONS: tuple[Action, ...] = (
    Action("triage.up", ("up", "k"), "Up", MOVE, "Scroll the card up."),
    Action("triage.down", ("down", "j"), "Down", MOVE, "Scroll the card down."),
    Action("triage.page-up", ("pageup",), "Page up", MOVE, "Scroll the card up by a page."),
    Action("triage.page-down", ("pagedown",), "Page down", MOVE, "Scroll the card down by a page."),
    Action("triage.half-page-up", ("ctrl+u",), "Half page up", MOVE, "Scroll the card up by half a page."),
    Action("triage.half-page-down", ("ctrl+d",), "Half page down", MOVE, "Scroll the card down by half a page."),
    Action("triage.top", ("home", "g"), "Top", MOVE, "Scroll to the beginning of the card."),
    Action("triage.end", ("end", "G"), "End", MOVE, "Scroll to the end of the card."),
    *asides(TRIAGE),
    *deciding(TRIAGE),
    Action("triage.skip", ("space",), "Skip", DECIDE, "Leave this card for the end of the pass.", hint="space"),
    Action("triage.defer", ("semicolon",), "Defer", DECIDE,
           "Put this card aside; at the end ; works the pile.", hint=";"),
    Action("triage.reviewed", ("full_stop",), "Reviewed", DECIDE, "Looked at, and nothing to decide.", hint="."),
    Action("triage.previous", ("backspace",), "Previous card", DECIDE, "Go back to the card before.", hint="⌫"),
    Action("triage.order", ("s",), "Order", FIND, "Choose which cards come first: missed, oldest or newest.",
           opens=True, hint="s"),
)  # fmt: skip
