"""The errors that Steelyard raises on purpose.

    SteelyardError
    ├── SourceError       a data set or file is not what its format says
    │   └── ShapeError    a file is in no shape that the data set has
    ├── FetchError        a file cannot be had, or is not the file that was asked for
    ├── CodingError       an article cannot be coded
    ├── VocabularyError   a name, code or type is not in the vocabulary
    ├── ArchiveError      an archive file cannot be used, or not now
    ├── WeightsError      a file of learned weights is not one that this version can use
    ├── TooLongError      an answer took longer than the asker would wait
    └── CaseError         a case file, or what the caller asked of a case, is wrong

Each message is one line: what was found, what is allowed, what to do next; where a file is checked
whole, a line for each problem. The command line prints them and exits with 1; nothing half-written
stays behind.
"""

from __future__ import annotations


class SteelyardError(Exception):
    """The input is wrong; the message says what to do about it.

    ``problems`` are the lines of the message where there is more than one problem.

    >>> import steelyard as sy
    >>> try:
    ...     sy.load_case("balkan-2019")
    ... except sy.SteelyardError as error:
    ...     print(str(error)[-28:])
    Did you mean 'balkans-2019'?
    """

    problems: tuple[str, ...] = ()


class SourceError(SteelyardError):
    """A data set or file is not what its format says."""


class FetchError(SteelyardError):
    """A file cannot be had from its publisher, or is not the file that was asked for."""


class ShapeError(SourceError):
    """A file is in no shape that its data set has: in a folder, some other file."""


class CodingError(SteelyardError):
    """An article cannot be coded."""


class VocabularyError(SteelyardError):
    """A name, code or type is not in the vocabulary."""


class WeightsError(SteelyardError):
    """A file of learned weights is not one that this version can use."""


class CaseError(SteelyardError):
    """A case file, or what was asked of a case, is wrong."""


class ArchiveError(SteelyardError):
    """An archive file is missing, in use, damaged, or of another version; or the disk is full."""


class TooLongError(SteelyardError):
    """An answer took longer than the asker would wait; it may be asked for with more time."""
