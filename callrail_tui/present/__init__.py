"""Model to drawable, as pure functions (floor 4)."""
