"""What the package promises of its speed."""

from __future__ import annotations

import subprocess
import sys

#: Seconds that `import steelyard` may take, counted without starting Python.
IMPORT_SECONDS = 0.3

#: The time of the processor, not of the clock: other work on the machine is no fault of the package.
MEASURE = (
    "import time, sys; start = time.process_time(); import steelyard; "
    "print(time.process_time() - start); "
    "print(sorted(m for m in sys.modules if m in {'numpy', 'pyarrow', 'ibis', 'altair', 'scipy'}))"
)


def test_import_is_quick_and_light() -> None:
    seconds, heavy = subprocess.run(
        [sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert float(seconds) < IMPORT_SECONDS
    assert heavy == "[]"
