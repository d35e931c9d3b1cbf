"""Files on disk: what the site consists of, rendered, staged, published, checked."""
