"""Limits of what is read: far beyond what anybody fills in, far below what harms the machine."""

MOST_SHEETS = 200
MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_CELLS = 300_000
MOST_TEXT = 4_000_000
"""Characters in a workbook."""
MOST_STRINGS = 500_000
"""Shared strings of an .xlsx."""
MOST_AREA = 2_000_000
"""Cells between A1 and the last one of a sheet, blank ones included: the reader lays them out in memory."""
MOST_BYTES = 200 * 2**20
"""Of the file, and of all the parts of a zip unpacked; most of it may be pictures, which are not read."""
MOST_READ_BYTES = 64 * 2**20
"""Of the parts of a zip that are read, of any other file: they are held in memory."""
MEMORY = 256 * 2**20
"""Address space of a child. Two of them and their parent stay below 1 GiB."""


class TooLargeError(Exception):
    """The workbook exceeds a limit."""


class UnsafeError(Exception):
    """The workbook holds what only an attack, or a macro, has use for; the text names it."""
