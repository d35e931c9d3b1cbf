"""Dumps, and what became of them: sources read, text repaired, pages written."""
