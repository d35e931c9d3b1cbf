"""Papershelf turns a dump of papers into a static website.

One street. A module imports only from above itself on this list; `tests/test_street.py` holds the order.

ground         errors  model  files  crew  fields  urls  mailbox  config  memory  inputs  lexicon  frontmatter
text           placeholders  formulas  macros  mathtext  mathml  markup  marks
gathering      repair  metadata  sources  names  ledger  places  aliases  editions  ingest
understanding  content  phrases  vocabulary  tagging  sentences  gist  related  layout  catalog
showing        tex  citations  linked  assets  pictures  views  parts  cards  atlas  bylines  pieces  present  render
exporting      feeds  syndication  exports  signposts  plan
publishing     vectors  distil  search  stage  build  check  diagnosis
mailing        newsletter  journal  delivery
serving        previewed  preview  cli
"""

__version__ = "0.1.0"
