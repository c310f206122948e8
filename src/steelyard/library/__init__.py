"""What Python callers meet beyond the stages: a case built in code, its rows from any frame.

Frames of pandas, Polars, Arrow or whatever else narwhals knows go in; what comes out has methods of
its own (``finding.rows()``, ``brief.to_pandas()``), which stand in :mod:`steelyard.records.views`.
"""
