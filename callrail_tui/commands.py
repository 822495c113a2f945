"""The command palette's side of the app: what can be done here, and doing it (floor 7)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import App
from textual.dom import DOMNode

from callrail_tui.keymap import ACTIONS, APP, BY_ID, DETAIL, EXPLORER, LIST, TREE, Action
from callrail_tui.screens.arrangement import ArrangedScreen

_PALETTE = "app.palette"
_CALLS: tuple[str, ...] = (APP, EXPLORER, LIST, TREE, DETAIL)


def offered(app: App[None], extra: Iterable[Action] = ()) -> list[Action]:
    """The actions that mean something on the current screen: over the calls those of the pane in use come first.

    `extra` are the person's own actions: their outcomes.
    """
    screen = app.screen
    if isinstance(screen, ArrangedScreen):
        here: str = screen.arrangement.at.value
        around = _CALLS
    else:
        here = getattr(screen, "PLACE", APP)  # not by its type: a place's module is loaded with the place
        around = (APP,)
    everything = (*ACTIONS, *extra)
    found = (action for action in everything if action.where in (here, *around) and action.id != _PALETTE)
    return sorted(found, key=lambda one: one.where != here)


async def run_action(app: App[None], action_id: str, extra: Iterable[Action] = ()) -> None:
    """Run an action where it belongs; `extra` as they were offered."""
    action = BY_ID.get(action_id) or next(one for one in extra if one.id == action_id)
    await app.run_action(action.call, _target(app, action))


def _target(app: App[None], action: Action) -> DOMNode:
    screen = app.screen
    if action.where == APP:
        return app
    if isinstance(screen, ArrangedScreen):
        panes: dict[str, DOMNode] = {TREE: screen.tree_pane, LIST: screen.list_pane, DETAIL: screen.detail_pane}
        return panes.get(action.where, screen)
    nodes = (screen.focused or screen).ancestors_with_self
    return next((node for node in nodes if hasattr(node, f"action_{action.handler}")), screen)
