"""The gateway client: the only package that speaks HTTP (floor 2)."""
