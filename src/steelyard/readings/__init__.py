"""Readings: the rival explanations, their declared weights, the weighing and its words."""

from steelyard.readings.bursts import precedent
from steelyard.readings.claims import check_claims
from steelyard.readings.declared import (
    ASKED,
    check_weights,
    declared_readings,
    readings_for,
    weights_for,
)
from steelyard.readings.learned import Learned, read_weights, shipped
from steelyard.readings.sensitivity import weigh_case, weigh_once
from steelyard.readings.signposts import reweighed
from steelyard.readings.verdict import build_verdict
from steelyard.readings.weighing import weigh
from steelyard.readings.words import likelihood, phrase

__all__ = [
    "ASKED",
    "Learned",
    "build_verdict",
    "check_claims",
    "check_weights",
    "declared_readings",
    "likelihood",
    "phrase",
    "precedent",
    "read_weights",
    "readings_for",
    "reweighed",
    "shipped",
    "weigh",
    "weigh_case",
    "weigh_once",
    "weights_for",
]
