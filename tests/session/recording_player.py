"""Stands for a player: writes what it was given, its arguments and its environment beside itself, then ends."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main() -> int:
    """The first argument is the folder, the second the exit code; `hang` plays for ever, `deaf` reads nothing."""
    folder, ending = Path(sys.argv[1]), sys.argv[2]
    (folder / "pid").write_text(str(os.getpid()), encoding="utf-8")
    facts = {"argv": sys.argv, "environ": dict(os.environ), "tty": os.isatty(1) or os.isatty(2), "sid": os.getsid(0)}
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    sys.stdout.write("this must not reach the screen\n")
    if ending == "deaf":
        sys.stdin.close()
        return 0
    (folder / "heard").write_bytes(sys.stdin.buffer.read())
    (folder / "done").touch()
    if ending == "hang":
        sys.stdin = open(os.devnull)  # noqa: SIM115
        import signal

        signal.pause()
    return int(ending)


if __name__ == "__main__":
    sys.exit(main())
