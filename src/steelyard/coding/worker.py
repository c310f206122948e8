"""A worker process: batches of articles come in on standard input, outcomes go out on standard output.

    python -m steelyard.coding.worker steelyard plain

Messages are pickles. The first that goes out says whether the coder could be loaded. The worker
ends when its input does, so that none outlives the reading that started it.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import BinaryIO

from steelyard.coding.batches import BatchCoder
from steelyard.errors import SteelyardError


def main() -> None:
    """Serve batches until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand among the answers
    labels, detail = sys.argv[1:3]
    coder = BatchCoder(
        "plover" if labels == "plover" else "steelyard", detailed=detail == "detailed"
    )
    try:
        serve(coder, sys.stdin.buffer, answers)
    except BrokenPipeError:  # whoever asked is gone
        os._exit(0)


def serve(coder: BatchCoder, batches: BinaryIO, answers: BinaryIO) -> None:
    """Answer each batch of ``batches`` with its outcomes, or with the error that ends it all."""
    try:
        coder.load()
        _send(answers, "ready")
        while True:
            try:
                batch = pickle.load(batches)  # noqa: S301 - from the process that started us
            except EOFError:
                return
            _send(answers, coder.code(batch))
    except SteelyardError as error:
        _send(answers, error)


def _send(answers: BinaryIO, message: object) -> None:
    pickle.dump(message, answers, protocol=pickle.HIGHEST_PROTOCOL)
    answers.flush()


if __name__ == "__main__":
    main()
