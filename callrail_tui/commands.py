"""The command palette's side of the app: what can be done here, and doing it (floor 7)."""

from __future__ import annotations

from textual.app import App
from textual.dom import DOMNode

from callrail_tui.keymap import ACTIONS, BY_ID, OUTBOX, TAGS, TRIAGE, Action
from callrail_tui.screens.arrangement import ArrangedScreen

_BESIDE = (TRIAGE, TAGS, OUTBOX)
"""Places beside the calls: their actions mean something only there."""


def offered(app: App[None]) -> list[Action]:
    """The actions that mean something on the current screen: over the calls all, those of the pane in use first."""
    screen = app.screen
    if not isinstance(screen, ArrangedScreen):
        places = ("app", getattr(screen, "PLACE", "app"))
        here = [action for action in ACTIONS if action.where in places and action.id != "app.palette"]
        return sorted(here, key=lambda one: one.where == "app")
    at = screen.arrangement.at.value
    everything = (action for action in ACTIONS if action.where not in _BESIDE and action.id != "app.palette")
    return sorted(everything, key=lambda one: one.where != at)


async def run_action(app: App[None], action_id: str) -> None:
    """Run an action where it belongs."""
    action = BY_ID[action_id]
    await app.run_action(action.call, _target(app, action))


def _target(app: App[None], action: Action) -> DOMNode:
    screen = app.screen
    if isinstance(screen, ArrangedScreen):
        panes: dict[str, DOMNode] = {"tree": screen.tree_pane, "list": screen.list_pane, "detail": screen.detail_pane}
        return panes.get(action.where, app if action.where == "app" else screen)
    return screen if action.where == getattr(screen, "PLACE", None) else app
