"""The plan as values: what the clerk edits, loaded, checked and digested."""
