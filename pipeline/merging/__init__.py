"""Merging: revisions, repeats and withdrawals of rows; reports of one incident attached to it."""
