"""Papershelf turns a dump of papers into a static website.

One street: data walks down it, and a package imports only from those above it; `tests/test_street.py` holds that.

core      errors, disk, addresses, settings, processes
text      Markdown, TeX, sentences, words, names of people
content   what curators wrote, as values
ingest    dumps, and what became of them
analysis  what can be said of the papers
formats   what other programs read
pages     what people read, as views
search    what makes pages findable
build     files on disk
mail      an edition as e-mail
preview   the page while it is edited
cli       people at a terminal
"""

__version__ = "0.1.0"
