"""One connected account: the worker, the call window, the directory, the budget (floor 3)."""
