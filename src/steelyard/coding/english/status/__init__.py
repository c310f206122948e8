"""Status: did it happen, or is it planned, threatened, rumoured, denied, only imagined?"""

from __future__ import annotations

from steelyard.coding.english.status.announced import (
    is_told_to_another,
    threatened,
    type_and_status,
)
from steelyard.coding.english.status.auxiliaries import conditional, negated
from steelyard.coding.english.status.cessation import cessation_of, is_no_longer
from steelyard.coding.english.status.factuality import Factuality, status_of

__all__ = [
    "Factuality",
    "cessation_of",
    "conditional",
    "is_no_longer",
    "is_told_to_another",
    "negated",
    "status_of",
    "threatened",
    "type_and_status",
]
