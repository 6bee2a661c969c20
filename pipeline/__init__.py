"""A spreadsheet-driven situation reporting pipeline: workbooks in, dated reports out."""

__version__ = "0.1.0"
