"""Event data sets, one publisher a file: their files in, tables in the schema EVENT out."""

from steelyard.sources import table

__all__ = ["table"]
