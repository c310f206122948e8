"""Adding a diagnostic takes one file and one line: it is then asked, weighed, calibrated and shown."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import steelyard as sy
from steelyard import diagnostics
from steelyard.pipeline.calibration import calibrate
from steelyard.readings.learned import read_weights, write_weights

FILE = '''
"""Silence: did the client and the rival stop speaking?"""

from __future__ import annotations

from steelyard.diagnostics import evidence, reasons
from steelyard.diagnostics.assemble import judgement
from steelyard.diagnostics.splits import gather_splits, rival_split
from steelyard.records import Account, Diagnostic, Weight
from steelyard.statistics import rate_ratio


def judge(split):
    before, after = (part.select(part.happened) for part in (split.before, split.after))
    found = rate_ratio(len(before), len(after), split.days_before, split.days_after)
    grade = "opposes" if found and found.low > 1 else "supports"
    decided = (grade, ()) if found else ("cannot_tell", ("nobody spoke",))
    numbers = len(before), len(after)
    return judgement(decided, found, numbers, needed=reasons.data_needed(split), basis=after)


def tell(split, judged):
    return Account(
        sentence="They were loud and clear.",
        evidence=evidence.ids(judged.basis),
        key_point=True,
    )


DIAGNOSTIC = Diagnostic(
    name="silence",
    question="Did they stop speaking?",
    proposition="they fell silent",
    scale="ratio",
    unit="times the earlier rate of events",
    gather=gather_splits("silence", rival_split),
    judge=judge,
    tell=tell,
    from_splits=rival_split,
    weights=(Weight("silence", "opposes", "routine", -6.0, "habit does not grow loud"),),
)
'''


@pytest.fixture
def silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The file of a diagnostic in a package of its own, and the line that names it."""
    package = tmp_path / "outside"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "silence.py").write_text(FILE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    module = import_module("outside.silence")
    monkeypatch.setattr(diagnostics, "ALL", (*diagnostics.ALL, module.DIAGNOSTIC))
    monkeypatch.setitem(sys.modules, "outside.silence", module)
    return module


def test_one_file_and_one_line_make_a_diagnostic(silence: ModuleType, tmp_path: Path) -> None:
    name = silence.DIAGNOSTIC.name
    case = replace(sy.load_case("balkans-2019"), clients=("SRB",), claims=())
    brief = sy.weigh(case)
    asked = [finding for finding in brief.findings if finding.diagnostic == name]
    assert [finding.client for finding in asked] == list(case.clients)
    assert all(finding.grade == "opposes" and finding.evidence for finding in asked)
    # It is weighed as it declares, left out to see what rests on it, and put first where it says so.
    for client in case.clients:
        verdict = brief.verdict.family(client, "what")
        assert verdict.declared[name]["routine"] == -6.0
        assert f"without {name}" in {run.change for run in verdict.sensitivity}
    assert "They were loud and clear." in brief.verdict.key_points
    brief.save(tmp_path / "brief")
    page = (tmp_path / "brief" / "brief.html").read_text(encoding="utf-8")
    assert f'id="SRB-{name}"' in page
    twin = json.loads((tmp_path / "brief" / "brief.json").read_text(encoding="utf-8"))
    assert name in {finding["diagnostic"] for finding in twin["findings"]}

    content = calibrate(24, date="2026-11-30")
    assert name in content["scale"]
    write_weights(content, tmp_path / "learned.json")
    model = read_weights(tmp_path / "learned.json")
    assert name in model.diagnostics
    again = sy.weigh(case, weights=str(tmp_path / "learned.json"))
    assert name not in again.verdict.family("SRB", "what").declared


#: Diagnostics whose name is a word for something else as well: a reading, a part of the page, a window.
OTHER_SENSES = {"audience", "routine", "balance", "concession", "weight"}


def without_examples(code: str) -> str:
    """The code without the lines that a docstring shows a user."""
    return "\n".join(line for line in code.splitlines() if not line.lstrip().startswith(">>> "))


def test_no_stage_knows_a_diagnostic_by_its_name() -> None:
    """Weighing, calibrating, what-if, signposts and the brief read types, never a name."""
    package = Path(diagnostics.__file__).parents[1]
    text = {
        path.name: without_examples(path.read_text(encoding="utf-8"))
        for stage in ("pipeline", "readings", "brief")
        for path in (package / stage).rglob("*.py")
    }
    compared = [name for name, code in text.items() if ".diagnostic ==" in code]
    assert compared == ["claims.py"]  # which holds a claim of the case against the finding it names
    names = set(diagnostics.names()) - OTHER_SENSES
    assert not {
        (file, name) for file, code in text.items() for name in names if f'"{name}"' in code
    }
    assert not [file for file, code in text.items() if "diagnostics.questions" in code]
