"""The page while it is edited: a local server that rebuilds."""
