"""What curators wrote, as values: papers, editions, the vocabulary, and what is kept beside them."""
