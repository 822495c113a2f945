"""The command palette's side of the app: what can be done here, and doing it (floor 7)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import App
from textual.dom import DOMNode

from callrail_tui.keymap import ACTIONS, BY_ID, Action
from callrail_tui.screens.arrangement import ArrangedScreen


def offered(app: App[None], extra: Iterable[Action] = ()) -> list[Action]:
    """The actions that mean something on the current screen: over the calls all, those of the pane in use first.

    `extra` are the person's own actions of the calls: their outcomes.
    """
    screen = app.screen
    if not isinstance(screen, ArrangedScreen):
        return [action for action in ACTIONS if action.where == "app" and action.id != "app.palette"]
    here = screen.arrangement.at.value
    everything = (action for action in (*ACTIONS, *extra) if action.id != "app.palette")
    return sorted(everything, key=lambda one: one.where != here)


async def run_action(app: App[None], action_id: str, extra: Iterable[Action] = ()) -> None:
    """Run an action where it belongs; `extra` as they were offered."""
    action = BY_ID.get(action_id) or next(one for one in extra if one.id == action_id)
    await app.run_action(action.call, _target(app, action))


def _target(app: App[None], action: Action) -> DOMNode:
    screen = app.screen
    if isinstance(screen, ArrangedScreen):
        panes: dict[str, DOMNode] = {"tree": screen.tree_pane, "list": screen.list_pane, "detail": screen.detail_pane}
        return panes.get(action.where, app if action.where == "app" else screen)
    return app
