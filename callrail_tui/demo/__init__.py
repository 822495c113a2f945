"""The embedded gateway: a bare ASGI app that answers as CallRail through Maton would, over invented data.

Importing this package builds nothing. ``app`` is made when it is first asked for, so that any ASGI server can be
pointed at ``callrail_tui.demo:app``.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callrail_tui.demo.asgi import DemoApp, create_app
    from callrail_tui.demo.settings import BAD_KEY, DemoSettings

    app: DemoApp

__all__ = ["BAD_KEY", "DemoApp", "DemoSettings", "app", "create_app"]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used, and keep it."""
    if name in ("BAD_KEY", "DemoSettings"):
        from callrail_tui.demo import settings  # late: start-up imports nothing it does not use

        value: object = getattr(settings, name)
    elif name in ("DemoApp", "create_app", "app"):
        from callrail_tui.demo import asgi  # late: as above

        value = asgi.create_app() if name == "app" else getattr(asgi, name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
