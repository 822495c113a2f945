"""`python -m bench.equivalence [--seed N] [--updates N]`: hold the display layer against Textual until it differs."""

import argparse
import sys
import time
from collections import Counter

from bench.equivalence.session import Session
from bench.equivalence.twice import Different
from callrail_tui.terminal.guard import install_render_guard


def main() -> None:
    """Run sessions, and tell what was seen."""
    parser = argparse.ArgumentParser(prog="python -m bench.equivalence", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="where the dice start")
    parser.add_argument("--updates", type=int, default=100_000, help="how many updates of the compositor to draw")
    parser.add_argument("--session", type=int, help="only this session of the seed")
    options = parser.parse_args()
    install_render_guard()
    counts: Counter[str] = Counter()
    started = time.monotonic()
    number = options.session or 0
    while counts["updates"] < options.updates:
        session = Session(f"{options.seed}/{number}")
        try:
            session.run()
        except Different as different:
            print(f"seed {options.seed}, session {number}, {different}")
            print(f"again: python -m bench.equivalence --seed {options.seed} --session {number}")
            print("last actions:", " ".join(session.done[-8:]))
            sys.exit(1)
        counts["sessions"] += 1
        counts.update(session.counts)
        number += 1
        if options.session is not None:
            break
    for name, count in counts.most_common():
        print(f"{count:>12,}  {name}")
    print(f"seed {options.seed}: no difference, in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
