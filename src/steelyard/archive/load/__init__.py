"""Loading one file: its rows in our columns, what was left out and why, each event once.

staging, mappings             rows of text become rows of the archive; each mapping compiled once
tally, coverage               what was left out and why; the days that the file stands for
deduplication, merging        which reports are of one event; into the archive and among its rows
reduction                     of a whole archive, what one case needs
store                         the archive file open for writing: one transaction a file
"""
