"""A vocabulary proposed from the papers themselves: terms, the choice among them, rules, areas, and the file of it."""
