"""Text as people write it: Markdown, TeX, sentences, words, names."""
