"""What can be said of the papers: tags, gists, related papers, the catalog."""
