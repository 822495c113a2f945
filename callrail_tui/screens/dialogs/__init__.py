"""Small screens on top of another one, which give a value back; esc always gives the harmless one (floor 6)."""
