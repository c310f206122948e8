"""What `steelyard weigh balkans-2019` costs: seconds, memory, import, size of the page.

    python benchmarks/weigh.py [--runs N]

Each run is a process of its own, after one that warms the disk; the middle run is reported.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IMPORT = "import time; t = time.perf_counter(); import steelyard; print(time.perf_counter() - t)"


def weigh(folder: Path) -> tuple[float, float]:
    """Return the seconds and the peak megabytes of one weighing."""
    start = time.perf_counter()
    words = [sys.executable, "-m", "steelyard", "weigh", "balkans-2019", "--out", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        _, status, used = os_wait(process.pid)
        process.returncode = status
    if status:
        msg = "the weighing failed"
        raise SystemExit(msg)
    return time.perf_counter() - start, used.ru_maxrss / 1024


def os_wait(pid: int) -> tuple[int, int, resource.struct_rusage]:
    """Wait for one child and return its own use of the machine."""
    import os

    return os.wait4(pid, 0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        weigh(folder)
        taken = [weigh(folder) for _ in range(runs)]
        size = (folder / "brief.html").stat().st_size
    imports = [
        float(
            subprocess.run(
                [sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(runs)
    ]
    print(f"weigh balkans-2019   {statistics.median(s for s, _ in taken):6.2f} s   (bound 8)")
    print(f"peak memory          {max(m for _, m in taken):6.0f} MB  (bound 600)")
    print(f"import steelyard     {statistics.median(imports):6.3f} s   (bound 0.3)")
    print(f"brief.html           {size / 1e6:6.2f} MB  (bound 4)")


if __name__ == "__main__":
    main()
