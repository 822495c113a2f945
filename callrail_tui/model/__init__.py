"""What CallRail and the gateway know: frozen records and pure rules (floor 1)."""
