"""Writing: the files of a brief appear together or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from steelyard.brief.json_twin import to_json
from steelyard.brief.markdown import to_markdown
from steelyard.brief.page import to_html
from steelyard.brief.pictures import pictures, png
from steelyard.brief.printing import to_pdf
from steelyard.brief.table import findings_csv
from steelyard.errors import CaseError
from steelyard.records import Brief, Extras

#: What the run was made from, so that it can be run again.
LOCK = "run.lock.json"

#: The four files of every brief and nothing else.
PLAIN = Extras()


def write(brief: Brief, folder: Path, extras: Extras = PLAIN) -> tuple[Path, ...]:
    """Write brief.html, .json, .md, findings.csv and run.lock.json into ``folder``, and what else is asked for.

    Raises:
        CaseError: The folder cannot be written to.
        SteelyardError: A PDF is asked for and nothing is there that prints.
    """
    files: dict[str, str | bytes] = {
        "brief.html": to_html(brief),
        "brief.json": to_json(brief),
        "brief.md": to_markdown(brief),
        "findings.csv": findings_csv(brief),
    }
    if extras.pdf:
        files["brief.pdf"] = to_pdf(brief, appendix=extras.appendix)
    if extras.docx:
        from steelyard.brief.word import to_docx  # a tenth of a second that few need

        files["brief.docx"] = to_docx(brief)
    if brief.lock:
        files[LOCK] = _lock(brief, files)
    drawn = pictures(brief) if extras.pictures else {}
    written = write_files(files, folder)
    if extras.pictures:
        shown = {name.replace(".svg", ".png"): png(svg) for name, svg in drawn.items()}
        written += write_files({**drawn, **shown}, extras.pictures)
    return written


def _lock(brief: Brief, files: Mapping[str, str | bytes]) -> str:
    """The lock of the run, with the hash of every file that is written beside it."""
    hashes = {name: hashlib.sha256(_bytes(content)).hexdigest() for name, content in files.items()}
    return json.dumps({**brief.lock, "files": hashes}, ensure_ascii=False, indent=1) + "\n"


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8")


def write_files(files: Mapping[str, str | bytes], folder: Path) -> tuple[Path, ...]:
    """Write files by name into ``folder``, all of them or none.

    They are made in a folder beside it and moved in when all are complete; files of the same name
    are replaced, other files are left alone.

    Raises:
        CaseError: The folder cannot be written to.
    """
    made = [part for part in (folder, *folder.parents) if not part.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=".brief-", dir=folder))
    except OSError as error:
        msg = f"{folder} cannot be written to ({error.strerror}). Choose another folder with --out."
        raise CaseError(msg) from error
    try:
        for name, content in files.items():
            (workshop / name).write_bytes(_bytes(content))
        for name in files:
            (workshop / name).replace(folder / name)
    except BaseException as error:
        shutil.rmtree(workshop, ignore_errors=True)
        for part in made:
            if part.is_dir() and not any(part.iterdir()):
                part.rmdir()
        if isinstance(error, OSError):
            msg = f"{folder} cannot be written to ({error.strerror}). Free some space, or choose another."
            raise CaseError(msg) from error
        raise
    shutil.rmtree(workshop, ignore_errors=True)
    return tuple(folder / name for name in files)
