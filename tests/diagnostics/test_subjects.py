"""Every question says in plain words what is set aside without it."""

from __future__ import annotations

from steelyard import diagnostics


def test_every_question_names_what_is_set_aside_without_it() -> None:
    subjects = [asked.subject for asked in diagnostics.ALL]
    assert all(subjects)
    assert len(set(subjects)) == len(subjects)
    assert not [subject for subject in subjects if subject[0].isupper() or subject.endswith(".")]
