"""`python -m callrail_tui`: the same as the `callrail-tui` command."""

import sys

from callrail_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
