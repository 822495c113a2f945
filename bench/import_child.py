"""The program with notes of what is imported: at its first frame, and whenever it gets SIGUSR1.

Each note is a file beside the one named first on the command line: `STEM.frame`, then `STEM.told`.
"""

import signal
import sys
from pathlib import Path
from typing import Any

from callrail_tui.cli import main


def note(stem: str, kind: str) -> None:
    """Write the names of all modules that are there."""
    part = Path(f"{stem}.part")
    part.write_text("\n".join(sorted(sys.modules)), "utf-8")
    part.rename(f"{stem}.{kind}")


def run(stem: str, arguments: list[str]) -> int:
    """Run the program as the arguments say."""
    from callrail_tui.terminal.ending import Ending  # of what stands before the first frame anyway

    take_screen = Ending.take_screen

    def noting(self: Ending, picture: Any) -> None:
        take_screen(self, picture)
        note(stem, "frame")

    Ending.take_screen = noting  # type: ignore[method-assign]
    signal.signal(signal.SIGUSR1, lambda *_: note(stem, "told"))
    return main(arguments)


if __name__ == "__main__":
    # As people have it: with this development tool there, httpx would load it, and Rich with it.
    sys.modules["click"] = None  # type: ignore[assignment]
    sys.exit(run(sys.argv[1], sys.argv[2:]))
