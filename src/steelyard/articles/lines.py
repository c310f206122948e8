"""Lines of a file of bytes, none so long that it would fill the memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

#: A line longer than this many bytes holds no article.
LONGEST_LINE = 20_000_000


def lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield lines of at most :data:`LONGEST_LINE` bytes, line ends kept; None for a longer one."""
    while line := stream.readline(LONGEST_LINE):
        if line.endswith(b"\n") or len(line) < LONGEST_LINE:
            yield line
            continue
        while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield None
