"""The panes and lines of the screen (floor 5)."""
