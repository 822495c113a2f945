"""The display layer against Textual's own bytes, update by update: `python -m bench.equivalence`."""
