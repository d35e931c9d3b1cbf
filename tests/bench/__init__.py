"""How long builds take, beside Hugo's: `make bench`. Nothing here is run by `make test`."""
