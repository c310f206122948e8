"""The records that stages hand to one another, and their Arrow schemas: read this first.

Bulk travels as Arrow or Ibis tables in the schemas EVENT and TIE; single answers as the
frozen dataclasses here. Stages meet in these records and import nothing of one another.
"""

from steelyard.records.archive import Archive
from steelyard.records.articles import Article, Skipped
from steelyard.records.case import (
    Case,
    CaseReading,
    Claim,
    Pole,
    PoleRole,
    Shock,
    SourceCard,
    Window,
)
from steelyard.records.events import EVENT, Event, event_id, event_table
from steelyard.records.findings import GRADES, Diagnostic, Exhibit, Finding, Grade, Measure
from steelyard.records.ties import TIE, Tie, tie_id, tie_table
from steelyard.records.verdict import (
    FAMILIES,
    Brief,
    ClaimCheck,
    Family,
    FamilyVerdict,
    Reading,
    Sensitivity,
    Signpost,
    Verdict,
    Weight,
)

__all__ = [
    "EVENT",
    "FAMILIES",
    "GRADES",
    "TIE",
    "Archive",
    "Article",
    "Brief",
    "Case",
    "CaseReading",
    "Claim",
    "ClaimCheck",
    "Diagnostic",
    "Event",
    "Exhibit",
    "Family",
    "FamilyVerdict",
    "Finding",
    "Grade",
    "Measure",
    "Pole",
    "PoleRole",
    "Reading",
    "Sensitivity",
    "Shock",
    "Signpost",
    "Skipped",
    "SourceCard",
    "Tie",
    "Verdict",
    "Weight",
    "Window",
    "event_id",
    "event_table",
    "tie_id",
    "tie_table",
]
