"""Structural data sets, one publisher a file: their files in, tables in the schema TIE out."""

from steelyard.ties import table

__all__ = ["table"]
