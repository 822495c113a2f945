"""What an action is, and the groups and places that actions stand in (floor 4)."""

from typing import NamedTuple

APP, EXPLORER, LIST, TREE, DETAIL = "app", "explorer", "list", "tree", "detail"
TRIAGE, TAGS, OUTBOX = "triage", "tags", "outbox"
INSIGHTS, ACCOUNT, CONNECTIONS = "insights", "account", "connections"


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
CONNECTING = "connecting"
LOOKING = "looking"
ADMINISTRATION = "administration"

GROUPS: dict[str, str] = {
    MOVE: "Move",
    LOOK: "Look",
    DECIDE: "Decide",
    MARK: "Mark",
    FIND: "Find",
    COPY: "Copy",
    PLACES: "Places",
    TAGGING: "Tags",
    LOOKING: "Insights",
    ADMINISTRATION: "Account",
    CONNECTING: "Connections",
    GENERAL: "General",
}


def moves(where: str, one: str) -> tuple[Action, ...]:
    """The eight ways to move in a list of `one`: `moves("tags", "tag")`."""
    return (
        Action(f"{where}.up", ("up", "k"), "Up", MOVE, f"Move to the {one} above."),
        Action(f"{where}.down", ("down", "j"), "Down", MOVE, f"Move to the {one} below."),
        Action(f"{where}.page-up", ("pageup",), "Page up", MOVE, "Move up by a page."),
        Action(f"{where}.page-down", ("pagedown",), "Page down", MOVE, "Move down by a page."),
        Action(f"{where}.half-page-up", ("ctrl+u",), "Half page up", MOVE, "Move up by half a page."),
        Action(f"{where}.half-page-down", ("ctrl+d",), "Half page down", MOVE, "Move down by half a page."),
        Action(f"{where}.top", ("home", "g"), "Top", MOVE, f"Move to the first {one}."),
        Action(f"{where}.end", ("end", "G"), "End", MOVE, f"Move to the last {one}."),
    )
