"""What one run was asked to do: the command line and the environment, checked, in one frozen value."""

from typing import TYPE_CHECKING, NamedTuple

from callrail_tui.storage.defaults import CONTROL_URL, DEMO_CALLS, DISPLAYS, GATEWAY_URL, HOLD, SPAM_HOLD

if TYPE_CHECKING:
    from pathlib import Path

    from callrail_tui.model.outcome import Outcome
    from callrail_tui.storage.secret import Secret


class Settings(NamedTuple):
    """Everything the program needs to know before its first request."""

    state_dir: "Path"
    """Ours, private; a throw-away folder in the demo."""
    demo: bool = False
    demo_calls: int = DEMO_CALLS
    demo_limits: bool = False
    """Whether the embedded gateway answers 429 once its limits are spent."""
    account: str | None = None
    companies: tuple[str, ...] = ()
    """Company ids to open on; none means the whole account."""
    connection: str | None = None
    view: str | None = None
    """One of `defaults.VIEWS`; None means the last one used."""
    gateway_url: str = GATEWAY_URL
    control_url: str = CONTROL_URL
    read_only: bool = False
    key: "Secret | None" = None
    """None in the demo, or when no key was given: the program then shows where to get one."""
    hold: float = HOLD
    """Seconds from the last edit of a call until its edits are sent."""
    spam_hold: float = SPAM_HOLD
    """Seconds in which a report of spam can be taken back."""
    outcomes: "tuple[Outcome, ...]" = ()
    player: tuple[str, ...] = ()
    """The words of the command that recordings are played with; empty takes one that is installed."""
    reviewed_tag: str | None = None
    """The tag that `.` in the work-through screen sets as well; None for none."""
    export_folder: "Path | None" = None
    """Where exports go unless another path is typed; None for the home folder."""
    display: str = DISPLAYS[0]
    """One of `defaults.DISPLAYS`."""
