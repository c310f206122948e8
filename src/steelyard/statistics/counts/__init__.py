"""Exact answers from two windows of counts: rate ratios, shares, odds ratios, scores and power."""
