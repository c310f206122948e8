"""A chronology in several hands: only what is changed changes, all can be undone, no kill loses anything."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard import cases
from steelyard.errors import CaseError
from steelyard.pipeline.editing.grid import Chronology
from steelyard.pipeline.editing.history import LOG
from steelyard.pipeline.editing.rows import Grid, pasted

SOURCE = cases.folder("balkans-2019") / "chronology.csv"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    shutil.copy(SOURCE, tmp_path / "chronology.csv")
    return tmp_path / "chronology.csv"


def test_a_change_touches_its_own_line_alone(path: Path) -> None:
    before = path.read_bytes().splitlines(keepends=True)
    grid = Chronology(path)
    key = grid.rows()[4][0]
    grid.edit(
        [{"key": key, "column": "status", "before": grid.row(key)["status"], "after": "planned"}]
    )
    after = path.read_bytes().splitlines(keepends=True)
    assert [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [5]
    assert grid.row(key)["status"] == "planned"


def test_undo_and_redo_go_on_after_a_restart(path: Path) -> None:
    first = path.read_bytes()
    grid = Chronology(path)
    keys = [key for key, _ in grid.rows()]
    states = [first]
    steps: tuple[Callable[[], object], ...] = (
        lambda: grid.edit(
            [{"key": keys[0], "column": "text", "after": 'a "quoted", text\nof two lines'}]
        ),
        lambda: grid.delete([keys[1], keys[3], keys[7]]),
        lambda: grid.insert(
            [{"day": "2019-11-01", "actor": "SRB", "recipient": "RUS", "type": "CONSULT"}], keys[2]
        ),
        lambda: grid.paste("2019-11-02\t\t\tSRB\n2019-11-03\t\t\tMKD", keys[5], "day"),
    )
    for step in steps:
        step()
        states.append(path.read_bytes())
    for expected in states[-2::-1]:
        assert Chronology(path).undo() is not None
        assert path.read_bytes() == expected
    assert Chronology(path).undo() is None
    for expected in states[1:]:
        assert Chronology(path).redo() is not None
        assert path.read_bytes() == expected
    assert Chronology(path).redo() is None


def test_a_cell_that_was_changed_elsewhere_is_not_overwritten(path: Path) -> None:
    grid = Chronology(path)
    key = grid.rows()[0][0]
    was = grid.row(key)["status"]
    grid.edit([{"key": key, "column": "status", "before": was, "after": "rumoured"}])
    with pytest.raises(CaseError, match="rumoured"):
        grid.edit([{"key": key, "column": "status", "before": was, "after": "denied"}])
    grid.delete([key])
    with pytest.raises(CaseError, match="no longer there"):
        grid.edit([{"key": key, "column": "status", "after": "denied"}])


def test_another_program_may_change_the_file(path: Path) -> None:
    grid = Chronology(path)
    key = grid.rows()[0][0]
    grid.edit([{"key": key, "column": "status", "after": "planned"}])
    path.write_bytes(
        path.read_bytes() + b"Z1,2019-11-01,,,SRB,RUS,CONSULT,,,words,happened,,,,,,by hand\n"
    )
    assert grid.rows()[-1][1][-1] == "by hand"
    assert grid.undo() is None  # what came before fits no longer
    again = Chronology(path)
    again.edit([{"key": again.rows()[-1][0], "column": "text", "after": "in the grid"}])
    assert again.undo() is not None
    assert b"by hand" in path.read_bytes()


def test_what_was_broken_off_between_log_and_file_is_finished(path: Path) -> None:
    grid = Chronology(path)
    before = path.read_bytes()
    grid.edit([{"key": grid.rows()[0][0], "column": "status", "after": "planned"}])
    after = path.read_bytes()
    path.write_bytes(before)  # as if it had been killed before the file was renamed
    assert Chronology(path).rows()
    assert path.read_bytes() == after


def test_every_problem_has_its_cell(path: Path) -> None:
    grid = Chronology(path)
    assert grid.problems() == []
    keys = [key for key, _ in grid.rows()]
    wrong = [(keys[n], "type" if n % 2 else "status", f"WRONG{n}") for n in range(40)]
    grid.edit([{"key": key, "column": column, "after": word} for key, column, word in wrong])
    found = grid.problems()
    assert {(one.key, one.column) for one in found} == {(key, column) for key, column, _ in wrong}
    assert all(word in one.text for one, (_, _, word) in zip(found, wrong, strict=True))


def test_a_workbook_is_refused_with_what_to_do(tmp_path: Path) -> None:
    book = tmp_path / "chronology.xlsx"
    book.write_bytes(b"PK")
    with pytest.raises(CaseError, match="Save it as CSV"):
        Chronology(book)


CELL = st.text(
    st.characters(categories=("L", "N", "P", "S", "Z", "Cc"), exclude_characters="\0"), max_size=20
)


@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6), mark=st.sampled_from(",;\t")
)
@settings(max_examples=30)
def test_any_cell_is_read_back_as_it_was_written(
    rows: list[tuple[str, str, str]], mark: str
) -> None:
    grid = Grid(
        ("day", "actor", "text"), mark.join(("day", "actor", "text")) + "\n", [], mark, "\n"
    )
    grid.texts = [grid.text(dict(zip(grid.header, row, strict=True))) for row in rows]
    again = Grid.of(grid.content(), "x.csv")
    ends = [tuple(c.replace("\r\n", "\n").replace("\r", "\n") for c in row) for row in rows]
    filled = [row for row in ends if any(row)]
    assert [again.cells(text) for text in again.texts if any(again.cells(text))] == filled


def test_a_paste_goes_by_names_or_from_a_cell_on() -> None:
    header = ("id", "day", "actor", "text")
    assert pasted("day\ttext\n2019\tx", header, "id") == [{"day": "2019", "text": "x"}]
    assert pasted('2019\tSRB\t"a\nb"', header, "day") == [
        {"day": "2019", "actor": "SRB", "text": "a\nb"}
    ]


def test_twenty_kills_lose_nothing_that_was_confirmed(path: Path) -> None:
    chance = random.Random(7)
    confirmed: dict[str, int] = {}
    for kill in range(20):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:  # pragma: no cover - this process is killed
            os.close(reader)
            grid = Chronology(path)
            key = grid.rows()[kill][0]
            for n in range(10_000):
                grid.edit([{"key": key, "column": "text", "after": f"{kill}.{n}"}])
                os.write(writer, f"{n}\n".encode())
            os._exit(0)
        os.close(writer)
        os.set_blocking(reader, True)
        first = os.read(reader, 1)
        time.sleep(chance.uniform(0.001, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reader) as said:
            last = [int(line) for line in (first.decode() + said.read()).split("\n")[:-1]]
        if last:
            confirmed[str(kill)] = last[-1]
        grid = Chronology(path)
        assert len(grid.rows()) == 317
        text = grid.rows()[kill][1][-1]
        if last:
            number, _, change = text.partition(".")
            assert number == str(kill)
            assert int(change) in (
                last[-1],
                last[-1] + 1,
            )  # the one after may have been on the disk unsaid
    assert len(confirmed) == 20
    assert not list(path.parent.glob("*.new"))
    assert (path.parent / LOG).stat().st_size
    while grid.undo():
        pass
    assert path.read_bytes() == SOURCE.read_bytes()
