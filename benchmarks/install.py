"""What installing takes: packages, size, processor seconds to import and to answer, by Python and resolution.

    python benchmarks/install.py [--python 3.11 --python 3.13] [--resolution highest --resolution lowest-direct]

Builds the wheel, installs it without the lock into fresh environments, and runs there what a user would run first.
Prints a row a combination; a Python that is not on this machine is named and passed over.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
UV = str(Path(sys.executable).parent / "uv")

#: Timed in the new environment, the best of three.
IMPORTS = (
    "import steelyard",
    "import steelyard as sy; sy.weigh",
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append", help="versions; by default 3.11 to 3.14")
    parser.add_argument("--resolution", action="append", choices=["highest", "lowest-direct"])
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        wheel = _wheel(home)
        print(f"The wheel is {wheel.stat().st_size / 1e6:.1f} MB.\n")
        print(
            "| Python | resolution | packages | MB on disk | `import steelyard` | with `sy.weigh` | `weigh balkans-2019` |"
        )
        print("|---|---|---|---|---|---|---|")
        for python in said.python or ["3.11", "3.12", "3.13", "3.14"]:
            for resolution in said.resolution or ["highest"]:
                print(_row(home, wheel, python, resolution), flush=True)


def _wheel(home: Path) -> Path:
    _run(UV, "build", "-q", "--wheel", "-o", str(home / "dist"), str(ROOT))
    return next((home / "dist").glob("*.whl"))


def _row(home: Path, wheel: Path, python: str, resolution: str) -> str:
    """Install into a new environment and measure there."""
    place = home / f"{python}-{resolution}"
    made = subprocess.run(
        [UV, "venv", "-q", "--no-python-downloads", "--python", python, str(place)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        return f"| {python} | {resolution} | not on this machine | | | | |"
    own = str(place / "bin" / "python")
    # Compiled at once, as pip does it; uv leaves that to the first run.
    how = ("--compile-bytecode", "--python", own, "--resolution", resolution)
    _run(UV, "pip", "install", "-q", *how, str(wheel))
    packages = list(place.glob("lib/python*/site-packages/*.dist-info"))
    size = sum(path.lstat().st_size for path in place.rglob("*") if path.is_file()) / 1e6
    bare, weighs = (min(_seconds(own, "-c", code) for _ in range(3)) for code in IMPORTS)
    nothing = min(_seconds(own, "-c", "") for _ in range(3))
    answer = _seconds(
        str(place / "bin" / "steelyard"), "weigh", "balkans-2019", "--out", str(place / "brief")
    )
    version = _run(own, "-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))").strip()
    return (
        f"| {version} | {resolution} | {len(packages)} | {size:,.0f} | {bare - nothing:.2f} s | {weighs - nothing:.2f} s | "
        f"{answer:.0f} s |"
    )


def _seconds(*command: str) -> float:
    """The processor's seconds that a command takes, its children's among them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(*command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(*command: str) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{' '.join(command)} ended with {ran.returncode}: {ran.stderr[-2000:]}")
    return ran.stdout


if __name__ == "__main__":
    main()
