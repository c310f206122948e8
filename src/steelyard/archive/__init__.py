"""Archives: where the rows that a case draws on are kept, in memory or in a file.

unpacking, cleaning, reading    a publisher's file as rows of text
staging, tallying               rows in our columns; what was left out and why
deduplication, merging          one event, once; into the archive and among its rows
store, disk                     a file opened for writing; an archive opened for asking
view                            an archive with rows beside it, or without some
folder, engines                 partitioned Parquet; Spark and other engines by address
"""

from steelyard.archive.disk import open_archive
from steelyard.archive.engines import session as spark_session
from steelyard.archive.folder import INNER, export
from steelyard.archive.held import TableArchive, archive_of
from steelyard.archive.store import Store
from steelyard.archive.unpacking import Packed, find_files
from steelyard.archive.view import beside, without_publishers

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
    "spark_session",
    "without_publishers",
]
