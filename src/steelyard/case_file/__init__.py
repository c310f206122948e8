"""Cases: case.toml in, a checked records.Case out; every name and date before any work.

form      tables and keys of case.toml, and the kind of each value
names     every actor, organisation, diagnostic and file that a case names
spans     windows and poles beside one another
building  the form made a Case
loading   a case found, read, checked; all problems told at once, each with its line
"""

from steelyard.case_file.loading import FILE, case_of, load_case

__all__ = ["FILE", "case_of", "load_case"]
