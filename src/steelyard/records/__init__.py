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
from steelyard.records.reports import (
    ARTICLE,
    COVERAGE,
    MANIFEST,
    REPORT,
    CoveredDay,
    Loaded,
    Reject,
    report_id,
)
from steelyard.records.sources import EventSource, Layout, Source, TieSource, TieTables
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
    "ARTICLE",
    "COVERAGE",
    "EVENT",
    "FAMILIES",
    "GRADES",
    "MANIFEST",
    "REPORT",
    "TIE",
    "Archive",
    "Article",
    "Brief",
    "Case",
    "CaseReading",
    "Claim",
    "ClaimCheck",
    "CoveredDay",
    "Diagnostic",
    "Event",
    "EventSource",
    "Exhibit",
    "Family",
    "FamilyVerdict",
    "Finding",
    "Grade",
    "Layout",
    "Loaded",
    "Measure",
    "Pole",
    "PoleRole",
    "Reading",
    "Reject",
    "Sensitivity",
    "Shock",
    "Signpost",
    "Skipped",
    "Source",
    "SourceCard",
    "Tie",
    "TieSource",
    "TieTables",
    "Verdict",
    "Weight",
    "Window",
    "event_id",
    "event_table",
    "report_id",
    "tie_id",
    "tie_table",
]
