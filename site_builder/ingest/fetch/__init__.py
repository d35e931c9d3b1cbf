"""Papers from elsewhere: standing queries, the services that answer them, and answers kept beside the dumps."""
