"""The places of the program (floor 6)."""
