"""Tables as people and publishers keep them: any format in, rows of text out.

Text split by any mark and in any encoding, workbooks of Excel and LibreOffice, and Parquet. A
reader names the columns that it looks for; which line is the header, what splits the cells and
how letters are encoded is found out, and whatever was assumed is said in one line.
"""

from steelyard.sheets.cells import Row, read_header, read_rows
from steelyard.sheets.encodings import encoding_of, marked_encoding
from steelyard.sheets.figures import Figures
from steelyard.sheets.formats import is_workbook, kind_of
from steelyard.sheets.others import begins_other, packed_other
from steelyard.sheets.plain import Plain, plain
from steelyard.sheets.problems import MOST_PROBLEMS, Problems
from steelyard.sheets.sheet import Sheet, open_sheet

__all__ = [
    "MOST_PROBLEMS",
    "Figures",
    "Plain",
    "Problems",
    "Row",
    "Sheet",
    "begins_other",
    "encoding_of",
    "is_workbook",
    "kind_of",
    "marked_encoding",
    "open_sheet",
    "packed_other",
    "plain",
    "read_header",
    "read_rows",
]
