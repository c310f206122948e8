"""The track record: what real cases with known ends were given, from the numbers that the weighing uses."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from steelyard.pipeline.history import own


def page() -> str:
    """Return the page of the track record."""
    kept: dict[str, Any] = json.loads(
        (files("steelyard.readings") / "data" / "history.json").read_text(encoding="utf-8")
    )
    bands = "\n".join(
        f"| {100 * band['low']:.0f} to {100 * band['high']:.0f} % | {band['cases']} | {band['turns']} | "
        f"{100 * band['rate']:.0f} % ({100 * band['rate_low']:.0f} to {100 * band['rate_high']:.0f}) |"
        for band in kept["bands"]
    )
    gauges = "\n".join(
        f"| {gauge['label']} | `{name}` | {gauge['reading']} | {gauge['decibans']:+.1f} |"
        for name, gauge in kept["gauges"].items()
    )
    cases = "\n".join(
        f"| {one.name} | {one.case.shock.day} | {one.case.shock.what} | {'yes' if one.turned else 'no'} | {one.what} |"
        for one in own()
    )
    return f"""# The track record

Whether a state turned is weighed by {kept["cases"]} real cases with known ends, {kept["turns"]} of them lasting turns. Each was
scored by weights that had not seen its state. Labels were decided before the events were counted.

| probability of a turn that the record was given | cases | lasting turns among them | at the prior used here ({100 * kept["prior"]:.0f} %), with 90 % interval |
|---|---|---|---|
{bands}

Turns are far more frequent among these cases than in the world, so the last column restates each band at the prior. The
sentence on confidence in every brief quotes the band of its own probability.
[How to read a verdict](verdict.md) compares these weights with plainer rules and says where they fall short.

## The figures that speak

| figure | name | for or against | decibans a unit |
|---|---|---|---|
{gauges}

## The cases that come with the tool

These {sum(1 for _ in own())} cases were chosen and labelled for it; the others stand beside the project. `python -m evaluation.history`
scores them where their event files are at hand.

| case | day | what happened | turned | what it was |
|---|---|---|---|---|
{cases}
"""
