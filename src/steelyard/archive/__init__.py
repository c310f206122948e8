"""Archives: where the rows that a case draws on are kept, in memory or in a file.

files/                  a publisher's file as rows of text
load/                   those rows in our columns, each event once, one transaction a file
tables, connection      the tables of an archive file; the file opened, every refusal in one line
table_archive, disk     an archive as stages ask it; opened from a file, a folder or an address
view                    an archive with rows beside it, or without some
folder, engines         Parquet parted by year; Spark and other engines by address
"""

from steelyard.archive.disk import open_archive
from steelyard.archive.engines import session as spark_session
from steelyard.archive.files.shapes import shaped
from steelyard.archive.files.unpacking import Packed, find_files, unpacked
from steelyard.archive.folder import INNER, export
from steelyard.archive.load.reduction import reduce
from steelyard.archive.load.store import Store
from steelyard.archive.table_archive import TableArchive, archive_of
from steelyard.archive.view import (
    beside,
    reviewed,
    together,
    without_events,
    without_language,
    without_publishers,
)

#: An archive of evidence files, held in memory; the same class serves both.
MemoryArchive = TableArchive

__all__ = [
    "INNER",
    "MemoryArchive",
    "Packed",
    "Store",
    "TableArchive",
    "archive_of",
    "beside",
    "export",
    "find_files",
    "open_archive",
    "reduce",
    "reviewed",
    "shaped",
    "spark_session",
    "together",
    "unpacked",
    "without_events",
    "without_language",
    "without_publishers",
]
