"""CSV files for spreadsheets."""

# Excel reads UTF-8 only behind this mark, and in German it wants semicolons.
BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins like a formula for one (CWE-1236); an apostrophe prevents it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
