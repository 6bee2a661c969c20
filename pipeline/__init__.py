"""A spreadsheet-driven situation reporting pipeline: workbooks in, dated reports out."""

import os

__version__ = "0.1.0"

# Where lxml happens to be installed openpyxl writes with it, and then other bytes and other line ends.
os.environ["OPENPYXL_LXML"] = "False"
