"""A language is a folder behind one contract: a toy one is read without any English."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from steelyard import coding
from steelyard.coding import Coder
from steelyard.coding.languages import LANGUAGES, load
from steelyard.errors import CodingError

CODE = Path(coding.__file__).parent
ROOMS = sorted(
    path.name for path in (CODE / "english").iterdir() if (path / "__init__.py").exists()
)

#: Esperanto of three words a sentence: who, the act, on whom.
TOY = '''
"""A toy: the first word acts, the second is the act, the third is acted on."""

from contextlib import nullcontext

from steelyard.coding import sentences
from steelyard.coding.language import NO_ACTOR
from steelyard.coding.party import Party
from steelyard.coding.statement import Statement, When

ACTS = {"vizitis": ("CONSULT", "happened"), "vizitos": ("CONSULT", "planned")}
NAMES = {"Francio": "FRA", "Serbio": "SRB", "Serbion": "SRB"}


def load(pipeline=""):
    return Toy()


class Toy:
    coder = "toy 1"
    weights = {"base": 0.0, "rule": 1.0}

    def split(self, text):
        return sentences.split(text, "eo")

    def reason_to_skip(self, text, *, known_before):
        return "" if known_before or NAMES.keys() & set(text.split()) else NO_ACTOR

    def parse(self, texts):
        for text in texts:
            yield text.rstrip(".").split()

    def memory(self):
        return []

    def statements(self, sentence, day, memory, *, doubtful):
        found = []
        for i, word in enumerate(sentence):
            if word in ACTS and 0 < i < len(sentence) - 1:
                actor = party(sentence[i - 1]) or memory[-1]
                memory.append(actor)
                found.append(statement(i, word, actor, party(sentence[i + 1])))
        return found

    def when(self, sentence, statement, day):
        return None if day is None else When(day, "day")

    def words_forgotten(self):
        return nullcontext()

    def release(self):
        pass


def party(name):
    code = NAMES.get(name)
    return Party((code,), ("",), (name,)) if code else Party()


def statement(i, word, actor, recipient):
    kind, status = ACTS[word]
    return Statement(
        trigger=i, word=word, rule=f"{word} -> {kind}", type=kind, mode=None, act=None,
        actor=actor, actor_how="word", recipient=recipient, recipient_how="word",
        status=status, status_words=(), place=None, contexts=(), signs={"rule": 2.0},
    )
'''

READ = """
import json, sys
import steelyard
from steelyard.coding import languages

languages.LANGUAGES["eo"] = "toy.language"
events = [[e.actor, e.type, e.recipient, e.status, e.coder] for e in steelyard.read([sys.argv[1]])]
loaded = [name for name in sys.modules if name.startswith(("steelyard.coding.english", "spacy"))]
print(json.dumps([events, loaded]))
"""


def test_a_toy_language_is_read_and_nothing_english_is_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "language.py").write_text(TOY, encoding="utf-8")
    text = (
        "Francio vizitis Serbion. La registaro diris ke la interparolado estis tre bona.\n\n"
        "Li vizitos Serbion. La gazetoj skribis pri tio dum la tuta semajno en la lando."
    )
    news = tmp_path / "news.jsonl"
    news.write_text(json.dumps({"id": "1", "text": text, "date": "2019-12-20"}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(news)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert not done.returncode, done.stderr
    events, loaded = json.loads(done.stdout.splitlines()[-1])
    assert events == [
        [["FRA"], "CONSULT", ["SRB"], "happened", "toy 1"],
        [["FRA"], "CONSULT", ["SRB"], "planned", "toy 1"],
    ]
    assert loaded == []


def test_an_unknown_language_is_named_with_those_there_are() -> None:
    with pytest.raises(CodingError, match=r"Language .tlh. is not coded\. Allowed are en"):
        Coder(language="tlh")


def test_every_language_names_its_rules_and_weighs_its_signs() -> None:
    for code in LANGUAGES:
        language = load(code)
        assert language.coder
        assert "base" in language.weights


@pytest.mark.parametrize("path", sorted(CODE.glob("*.py")), ids=lambda path: path.stem)
def test_coding_itself_imports_no_language(path: Path) -> None:
    assert not {name for name in imports(path) if "english" in name}


@pytest.mark.parametrize(
    "path",
    sorted((CODE / "english").rglob("*.py")),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_a_room_of_english_is_entered_by_its_door(path: Path) -> None:
    """Another room is imported by its name alone, never one of the modules inside it."""
    room = path.relative_to(CODE / "english").parts[0]
    inside = [name for name in imports(path) if name.startswith("steelyard.coding.english.")]
    past_the_door = [
        name
        for name in inside
        if (parts := name.split("."))[3] in ROOMS and parts[3] != room and len(parts) > 4
    ]
    assert past_the_door == []


def imports(path: Path) -> list[str]:
    """Return the modules that a file imports from."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
        elif isinstance(node, ast.Import):
            found += [name.name for name in node.names]
    return found
