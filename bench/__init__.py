"""Measurements of the program against the targets it is built for: ratios in one run, on one machine."""
