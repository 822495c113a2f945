"""The kill harness: processes that decide and are killed, on a line that breaks, beside a colleague who writes too."""
