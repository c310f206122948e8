from __future__ import annotations

import subprocess
import sys

HEAVY = ("csv", "difflib", "importlib.resources", "numpy", "pyarrow", "ibis", "pydantic")


def test_importing_the_vocabulary_loads_nothing_heavy_and_reads_no_table() -> None:
    code = (
        "import sys, steelyard.vocabulary as v; from steelyard.vocabulary import tables; "
        f"print([name for name in {HEAVY!r} if name in sys.modules], "
        "tables.rows.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] 0"
