"""Clear a CallRail call inbox from the keyboard, in a terminal."""

__version__ = "0.1.0"
