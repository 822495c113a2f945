"""HTTP: the one package that imports httpx, in modules that the session loads only when it connects (floor 2)."""
