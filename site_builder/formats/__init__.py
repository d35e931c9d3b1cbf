"""What other programs read: citations, feeds, data, schema.org."""
