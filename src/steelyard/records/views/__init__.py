"""What Python shows of a record: frames, plots, and the views of a notebook."""

from steelyard.records.views.stripped import keep_docstrings_of_altair

keep_docstrings_of_altair()
