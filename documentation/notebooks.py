"""The notebooks, run from the first cell to the last as the scripts that they are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from documentation.pages import ROOT

FOLDER = ROOT / "notebooks"


def problems() -> Iterator[str]:
    """Run each notebook in a folder of its own, and give the end of what a failing one says."""
    for path in sorted(FOLDER.glob("*.py")):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(path, folder)
            ran = subprocess.run(
                [sys.executable, path.name],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "PYTHONWARNINGS": "error::SyntaxWarning"},
            )
        if ran.returncode:
            yield f"notebooks/{path.name}: {ran.stderr.strip()[-800:]}"
        else:
            print(f"notebooks/{path.name}: run")
