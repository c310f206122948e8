"""Readings: the rival explanations, their declared weights, the weighing and its words."""

from steelyard.readings.claims import check_claims
from steelyard.readings.declared import (
    declared_readings,
    declared_weights,
    readings_for,
    weights_for,
)
from steelyard.readings.verdict import build_verdict
from steelyard.readings.weighing import weigh, weigh_case
from steelyard.readings.words import likelihood, phrase

__all__ = [
    "build_verdict",
    "check_claims",
    "declared_readings",
    "declared_weights",
    "likelihood",
    "phrase",
    "readings_for",
    "weigh",
    "weigh_case",
    "weights_for",
]
