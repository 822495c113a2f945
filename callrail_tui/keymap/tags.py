"""The keys of `T` (floor 4)."""

from __future__ import annotations

from callrail_tui.keymap.action import TAGGING, TAGS, Action, moves

TAG_ACTIONS: tuple[Action, ...] = (
    *moves(TAGS, "tag"),
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
