"""Files of ours on disk: paths, the key, the remembered state (floor 2)."""
