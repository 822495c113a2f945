"""One connected account: the worker, the budget, the calls in view and what they belong to (floor 3)."""
