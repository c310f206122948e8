"""The tool that plants faults: its list fits the code, its operators do what their names say."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from evaluation import forked_tests, mutations
from evaluation.forked_tests import Baseline
from evaluation.mutation_operators import sites
from evaluation.mutations import PACKAGES, ROOT, Mutation, Result, drawn, listed, table


@pytest.fixture(scope="module")
def fitting() -> list[Mutation]:
    """The listed faults whose place still stands once in the code."""
    return [mutation for mutation in listed() if not mutation.misfit(ROOT)]


def test_nine_of_ten_listed_faults_fit_the_code(fitting: list[Mutation]) -> None:
    """If this fails, code was changed: put the new text into evaluation/data/mutations.toml."""
    misfits = [mutation.misfit(ROOT) for mutation in listed() if mutation not in fitting]
    assert len(misfits) <= len(listed()) // 10, misfits


def test_every_listed_fault_leaves_python_that_compiles(fitting: list[Mutation]) -> None:
    for mutation in fitting:
        path = mutation.path(ROOT)
        assert path is not None
        source = path.read_text(encoding="utf-8")
        ast.parse(source.replace(mutation.place, mutation.replacement))


def test_the_tests_that_a_fault_names_exist() -> None:
    for name in {name for mutation in listed() for name in mutation.tests}:
        file, _, function = name.partition("::")
        assert f"def {function or 'test_'}" in (ROOT / file).read_text(encoding="utf-8"), name


def test_each_package_has_eight_and_none_stands_twice(fitting: list[Mutation]) -> None:
    counted = Counter(mutation.package for mutation in fitting)
    assert {name: counted[name] for name in PACKAGES if counted[name] < 8} == {}
    assert len({mutation.key for mutation in listed()}) == len(listed())


@pytest.mark.parametrize(
    ("source", "operator", "changed"),
    [
        ("a < b", "comparison", "(a <= b)"),
        ("a == b", "comparison", "(a != b)"),
        ("x = 3", "constant + 1", "x = (4)"),
        ("a and b", "and / or", "(a or b)"),
        ("not a", "not removed", "(a)"),
        ("a + b", "arithmetic", "(a - b)"),
        ("a if b else c", "branches swapped", "(c if b else a)"),
        ("f(a, b, c)", "arguments swapped", "(f(b, a, c))"),
        (
            "def f(a):\n    if a:\n        return 1\n",
            "guard removed",
            "def f(a):\n    if (False):\n        return 1\n",
        ),
        ("é = a < b", "comparison", "é = (a <= b)"),
    ],
)
def test_an_operator_makes_its_change(source: str, operator: str, changed: str) -> None:
    (site,) = (one for one in sites(source) if one.operator == operator)
    assert site.apply(source) == changed


def test_what_does_not_run_is_left_alone() -> None:
    assert sites('x: "1 < 2" = y\nz = f"{a < b}"\nfrom a import b\n') == []
    assert [site.operator for site in sites("f(a, a)\ng(*a, b)\nt = True\n")] == []


def test_a_draw_is_that_of_its_seed_and_of_every_package() -> None:
    one, other = drawn(16, 3), drawn(16, 3)
    assert one == other
    assert Counter(mutation.package for mutation in one) == dict.fromkeys(PACKAGES, 2)
    assert drawn(16, 4) != one
    assert [said for mutation in one if (said := mutation.misfit(ROOT))] == []


def test_a_fault_is_planted_and_mended(tmp_path: Path) -> None:
    path = tmp_path / "src" / "steelyard" / "a.py"
    path.parent.mkdir(parents=True)
    path.write_text("x = 1\ny = 1\n", encoding="utf-8")
    fault = Mutation("a", "a.py", "x = 1", "x = 2", "why")
    with fault.planted(tmp_path):
        assert path.read_text(encoding="utf-8") == "x = 2\ny = 1\n"
    assert path.read_text(encoding="utf-8") == "x = 1\ny = 1\n"
    twice = Mutation("a", "a.py", "= 1", "= 2", "why")
    assert "2 times" in (twice.misfit(tmp_path) or "")
    assert "does not exist" in (Mutation("a", "b.py", "x", "y", "why").misfit(tmp_path) or "")


def test_a_fault_follows_its_module_when_it_moves(tmp_path: Path) -> None:
    room = tmp_path / "src" / "steelyard" / "a" / "room"
    room.mkdir(parents=True)
    (room / "new.py").write_text("x = 1\n", encoding="utf-8")
    fault = Mutation("a", "a/old.py", "x = 1", "x = 2", "why")
    assert fault.path(tmp_path) == room / "new.py"
    (room / "other.py").write_text("x = 1\n", encoding="utf-8")
    assert fault.path(tmp_path) is None


def test_the_tests_of_a_copy_decide(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    folder = tmp_path / "tests" / "a"
    folder.mkdir(parents=True)
    (folder / "test_a.py").write_text("def test_one():\n    assert 1 + 1 == 2\n", encoding="utf-8")
    (folder / "test_b.py").write_text("def test_two():\n    assert 1 + 1 == 3\n", encoding="utf-8")
    one, two = "tests/a/test_a.py::test_one", "tests/a/test_b.py::test_two"
    assert forked_tests.collected(tmp_path, "a") == [one, two]
    usual = forked_tests.baseline(tmp_path, "a")
    assert usual.failed == (two,)
    assert usual.ordered([one, two], "a/b.py") == [one]
    assert set(forked_tests.baseline(tmp_path, "a", [one]).seconds) <= {one}
    assert forked_tests.run_tests(tmp_path, [one]) == ("survived", "")
    assert forked_tests.run_tests(tmp_path, [one, two]) == ("killed", two)


def test_new_tests_come_first_then_those_named_like_the_file_then_the_quick() -> None:
    slow, quick, like, new = (f"tests/a/test_{name}.py::t" for name in ("s", "q", "placebo", "n"))
    usual = Baseline({slow: 9.0, quick: 0.1, like: 20.0}, ())
    assert usual.ordered([slow, quick, like, new], "a/placebo.py") == [new, like, quick, slow]
    assert usual.ordered([slow, quick, like, new], "a/placebo.py", 10.0) == [new, quick, slow]


def test_a_run_without_an_end_is_one_more_way_to_notice(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    test = tmp_path / "tests" / "test_a.py"
    test.parent.mkdir()
    test.write_text("import time\n\ndef test_one():\n    time.sleep(60)\n", encoding="utf-8")
    status, by = forked_tests.run_tests(tmp_path, ["tests/test_a.py::test_one"], 0.5)
    assert (status, by) == ("endless", "no end after 0 s")


def test_the_table_counts_the_last_answer(tmp_path: Path) -> None:
    fault = listed()[0]
    path = tmp_path / "results.jsonl"
    rows = [
        Result(fault.key, fault.package, fault.file, status, "", 1.0, False, "abc", fault.why)
        for status in ("survived", "killed")
    ]
    path.write_text("".join(f"{mutations.as_line(row)}\n" for row in rows), encoding="utf-8")
    assert f"| {fault.package} | 1 | 1 | 0 | 0 |" in table(path, [fault])
    path.write_text(f"{mutations.as_line(rows[0])}\n", encoding="utf-8")
    assert f"listed, survived, `{fault.file}`" in table(path, [fault])
