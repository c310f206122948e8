"""Packed inputs: gzip that was cut short, and archives of many files."""
