"""What holds when nothing else is said; without imports, since `--help` shows it."""

VIEWS = ("all", "today", "untouched", "missed")
"""The built-in views by name; `model/views.py` turns each into a query."""

DEMO_CALLS = 2_000
MAX_DEMO_CALLS = 1_000_000

GATEWAY_URL = "https://gateway.maton.ai"
CONTROL_URL = "https://ctrl.maton.ai"

HOLD, SPAM_HOLD = 5.0, 10.0
"""Seconds from the last edit of a call until its edits are sent, and in which spam can be taken back."""
DISPLAYS = ("cells", "textual")
"""What draws the screen: our own layer, which sends changed cells, or Textual alone."""

MAX_HOLD, MAX_SPAM_HOLD = 60, 120
