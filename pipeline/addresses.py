"""Addresses: columns and cells as a spreadsheet names them."""


def column_name(index: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The physical address of a cell from its row and column, both from 0: (0, 1) is B1."""
    return f"{column_name(column)}{row + 1}"
