"""Gzip that gives all that is whole in a file, also in one that was cut short."""

from __future__ import annotations

import zlib
from typing import BinaryIO

#: Bytes that are read at a time.
_PIECE = 1 << 16

_GZIP = 31  # a window of 32 KB, with the head and tail of gzip


class Unpacked:
    """The bytes of a gzip file of one or many members.

    ``read`` and ``readline`` raise ``EOFError`` where what they were asked for is not whole;
    ``pieces`` gives every byte before the place where the file breaks off.
    """

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._begin()

    def _begin(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._buffer = bytearray()
        self._broken = ""
        self._ended = False
        self._begun = False
        self._given = 0

    def seekable(self) -> bool:
        """Say that one can go back to the beginning."""
        return True

    def tell(self) -> int:
        """Return how many bytes were given."""
        return self._given

    def seek(self, place: int) -> int:
        """Go back to the beginning, the only place that can be gone to."""
        assert place == 0
        self._raw.seek(0)
        self._begin()
        return 0

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes, all where none is said, fewer only at the end of a whole file."""
        while not self._ended and (size < 0 or len(self._buffer) < size):
            self._more()
        if self._broken and (size < 0 or len(self._buffer) < size):
            raise EOFError(self._broken)
        return self._taken(len(self._buffer) if size < 0 else size)

    def readline(self, size: int = -1) -> bytes:
        """Return a line with its end, at most so many bytes of it."""
        at = 0
        while (found := self._buffer.find(b"\n", at)) < 0 and not self._ended:
            at = len(self._buffer)
            if 0 <= size <= at:
                break
            self._more()
        if found < 0 and self._ended and self._broken:
            raise EOFError(self._broken)
        length = found + 1 if found >= 0 else len(self._buffer)
        return self._taken(length if size < 0 else min(length, size))

    def pieces(self, size: int) -> bytes:
        """Return at most so many bytes of what is left before the file ends or breaks off."""
        while not self._ended and not self._buffer:
            self._more()
        if self._broken and not self._buffer:
            raise EOFError(self._broken)
        return self._taken(size)

    def _taken(self, size: int) -> bytes:
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._given += len(data)
        return data

    def _more(self) -> None:
        """Unpack a little more, or note why there is no more."""
        data = self._member.unconsumed_tail or self._member.unused_data or self._raw.read(_PIECE)
        if not data:
            self._ended = True
            if self._begun:
                self._broken = "Compressed file ended before the end-of-stream marker was reached"
            return
        if self._member.eof:
            data = data.lstrip(b"\0") or self._raw.read(_PIECE)  # members may be padded
            self._member, self._begun = zlib.decompressobj(_GZIP), False
            if not data:
                self._ended = True
                return
        self._begun = True
        try:
            self._buffer += self._member.decompress(data, _PIECE * 16)
        except zlib.error as error:
            self._ended, self._broken = True, str(error)
        self._begun = not self._member.eof
