"""Archives: where the rows that a case draws on are kept."""

from steelyard.archive.memory import MemoryArchive, archive_of

__all__ = ["MemoryArchive", "archive_of"]
