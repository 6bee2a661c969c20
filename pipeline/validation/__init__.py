"""Validation: a raw workbook becomes submissions and findings; nothing is guessed, nothing is lost."""
