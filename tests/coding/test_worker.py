"""A process that codes for another: its answers come on a stream of their own."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys

#: A worker whose coder prints as some libraries do, and answers each batch with itself.
LOUD = """
import sys
from steelyard.coding import worker

class Loud:
    def __init__(self, labels, *, detailed):
        self.said = labels, detailed

    def load(self):
        print("loading", flush=True)

    def code(self, batch):
        print("coding", flush=True)
        return [*self.said, *batch]

worker.BatchCoder = Loud
sys.argv[1:] = ["plover", "detailed"]
worker.main()
"""


def test_what_a_library_prints_does_not_stand_among_the_answers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOUD],
        input=pickle.dumps(["a"]) + pickle.dumps(["b"]),
        capture_output=True,
        check=True,
    )
    answers = io.BytesIO(done.stdout)
    found = [pickle.load(answers) for _ in range(3)]
    assert found == ["ready", ["plover", True, "a"], ["plover", True, "b"]]
    assert not answers.read()
    assert done.stderr.split() == [b"loading", b"coding", b"coding"]
