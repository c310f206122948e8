"""Status: did it happen, or is it planned, threatened, rumoured, denied, only imagined?"""

from __future__ import annotations

from steelyard.coding.english.status.announced import threatened, type_and_status
from steelyard.coding.english.status.auxiliaries import conditional, negated
from steelyard.coding.english.status.factuality import Factuality, status_of

__all__ = ["Factuality", "conditional", "negated", "status_of", "threatened", "type_and_status"]
