"""Workbooks: the one door to Excel, in and out."""
