"""Papershelf turns a dump of papers into a static website.

One street. A module imports only from above itself on this list; `tests/test_street.py` holds the order.

ground         errors  model  files  crew  fields  urls  config  memory  inputs  lexicon  frontmatter  markup
gathering      repair  metadata  sources  names  ledger  places  aliases  ingest
understanding  content  phrases  vocabulary  tagging  gist  related  layout  catalog
showing        citations  assets  pictures  views  parts  cards  atlas  bylines  present  render  feeds  plan
publishing     vectors  distil  search  stage  build  check  diagnosis  previewed  preview  cli
"""

__version__ = "0.1.0"
