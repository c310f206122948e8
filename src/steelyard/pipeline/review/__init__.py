"""Review: coded events on a sheet for people, and their verdicts back as rows of an archive.

sheet       the columns, and one row for each event with the reason why it was coded
pages       the sheet as a page to fill in, and as a workbook
verdicts    a filled sheet as events of the reviewer, and how often the coder was right
ledger      verdicts one by one: kept at once in a log beside the archive, undone, put into the archive
"""

from steelyard.pipeline.review.ledger import Ledger
from steelyard.pipeline.review.pages import check, write
from steelyard.pipeline.review.sheet import Suggestion, suggestions
from steelyard.pipeline.review.verdicts import Reviewed, keep, take

__all__ = ["Ledger", "Reviewed", "Suggestion", "check", "keep", "suggestions", "take", "write"]
