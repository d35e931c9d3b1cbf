"""What makes pages findable: the search index and the vectors beside it."""
