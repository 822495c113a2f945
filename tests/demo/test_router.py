"""The table of routes names its handlers as text: each name leads to a handler."""

from __future__ import annotations

import inspect

import pytest

from callrail_tui.demo.router import ROUTES, handler

NAMES = sorted({name for route in ROUTES for name in route.methods.values()})


@pytest.mark.parametrize("name", NAMES)
def test_every_name_leads_to_a_handler(name: str) -> None:
    found = handler(name)
    assert inspect.iscoroutinefunction(found)
    assert list(inspect.signature(found).parameters) == ["account", "request"]
