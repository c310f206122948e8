"""The brief: a verdict as one self-contained page, its JSON twin, Markdown and a table.

Nothing is computed here: what is shown comes from the Brief record, and the same record gives
the same bytes.
"""

from steelyard.brief.comparison import tell_comparison, write_comparison
from steelyard.brief.json_twin import to_dict, to_json
from steelyard.brief.markdown import to_markdown
from steelyard.brief.page import to_html
from steelyard.brief.table import findings_csv
from steelyard.brief.writing import write, write_files

__all__ = [
    "findings_csv",
    "tell_comparison",
    "to_dict",
    "to_html",
    "to_json",
    "to_markdown",
    "write",
    "write_comparison",
    "write_files",
]
