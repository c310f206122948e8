"""Status: did it happen, or is it planned, threatened, rumoured, denied, only imagined?"""

from __future__ import annotations

from steelyard.coding.russian.status.standing import Standing, standing

__all__ = ["Standing", "standing"]
