"""Bytes to text: UTF-8 first, and what is done when they are something else."""

from __future__ import annotations

#: Bytes that say a file is no text, whatever its name: NUL, and control codes no text uses.
_CONTROL = bytes(code for code in range(32) if code not in (7, 8, 9, 10, 12, 13, 27))

#: More of those than this share of the first bytes, and a file counts as binary.
_BINARY_SHARE = 0.02


def is_binary(head: bytes) -> bool:
    """Say whether the first bytes of a file are those of no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16 has a NUL in every other byte
        return False
    bad = len(head) - len(head.translate(None, _CONTROL))
    return b"\0" in head or bad > _BINARY_SHARE * max(1, len(head))


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of ``data`` and a note of what had to be mended, empty where nothing.

    UTF-8 and UTF-16 with a mark are read as they are; other bytes as Windows-1252, in which
    every byte of Western European news has a meaning; text that was once decoded wrongly
    ("itâ€™s") is mended.
    """
    import ftfy
    from ftfy.badness import is_bad

    note = ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _nearly_utf8(data) or data.decode("cp1252", errors="replace")
            note = "not UTF-8"
    if is_bad(text):
        mended = ftfy.fix_encoding(text)
        if mended != text:
            text, note = mended, note or "mojibake mended"
    return text.replace("\r\n", "\n").replace("\r", "\n"), note


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, each shown as a question mark; None where it is not."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    foreign = sum(1 for letter in text if ord(letter) > 127)
    return text if broken <= max(1, 0.1 * foreign) else None
