"""How the letters of a text file are encoded: UTF-8 and UTF-16, else what its words suggest."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

#: Marks at the start of a file, the longer ones first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Letters beyond ASCII of languages (small; after the main exemplar characters of Unicode's CLDR),
#: with the encoding that Excel writes where the language is spoken. The first is taken in doubt.
_ALPHABETS = (
    ("cp1252", "äöüß"),  # German
    ("cp1252", "àâçèéêëîïôœùûüÿ"),  # French; its æ is rarer than the ć of its neighbours
    ("cp1252", "áéíñóúü¿¡"),  # Spanish
    ("cp1252", "àáâãçéêíóôõú"),  # Portuguese
    ("cp1252", "àèéìíîòóù"),  # Italian
    ("cp1252", "áàåäöæøé"),  # Swedish, Danish, Norwegian, Finnish
    ("cp1252", "áäéëèêïóöüú"),  # Dutch
    ("cp1254", "âçğıîöşüûi̇"),  # Turkish
    ("cp1250", "čćđšž"),  # Bosnian, Croatian, Montenegrin, Serbian, Slovene
    ("cp1250", "áčďéěíňóřšťúůýž"),  # Czech
    ("cp1250", "áäčďéíĺľňóôŕšťúýž"),  # Slovak
    ("cp1250", "ąćęłńóśźż"),  # Polish
    ("cp1250", "áéíóöőúüű"),  # Hungarian
    ("cp1250", "ăâîşţ"),  # Romanian, as it was written in this encoding
    ("cp1257", "ąčęėįšųūž"),  # Lithuanian
    ("cp1257", "āčēģīķļņšūž"),  # Latvian
    ("cp1257", "äõöüšž"),  # Estonian
    ("cp1251", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),  # Russian, Bulgarian
    ("cp1251", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяў"),  # Ukrainian, Belarusian
    ("cp1251", "абвгдђежзијклљмнњопрстћуфхцчџшѓѕќ"),  # Serbian, Macedonian
    ("cp1253", "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ"),  # Greek
    # What Unix and older programs write; the encodings of Excel go before them where both fit.
    ("iso8859-2", "čćđšž"),
    ("iso8859-2", "áčďéěíňóřšťúůýž"),
    ("iso8859-2", "áäčďéíĺľňóôŕšťúýž"),
    ("iso8859-2", "ąćęłńóśźż"),
    ("koi8-r", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
)

_OTHER_SCRIPTS = ("cp1251", "cp1253", "koi8-r")
_LATIN = ("cp1252", "cp1254", "cp1250", "cp1257", "iso8859-2")
#: Every byte is a letter in these: real words have vowels, and small letters behind the first.
_VOWELS = {"cp1251": "аеиоуіяюєэы", "cp1253": "αάεέηήιίοόυύωώ", "koi8-r": "аеиоуяюэыё"}
_BEYOND = re.compile(rb"[\xc0-\xff]+")

#: An alphabet that covers less of the letters than this explains nothing.
_COVERED = 0.9

#: Marks that occur in every language.
_EVERYWHERE = frozenset("–—‘’“”„«»‚…•€§°©®\u00a0")

#: How each is called in a message.
NAMES = {
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "iso8859-2": "ISO 8859-2",
    "koi8-r": "KOI8-R",
}

_CHUNK = 4 * 1024**2
#: Enough text for a guess.
_SAMPLE = 128 * 1024
#: Where more of the lines with letters beyond ASCII are UTF-8 than this, the file is UTF-8.
_MIXED = 0.5


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding; ``mixed`` where it is UTF-8 but for some lines in ``older``."""

    name: str
    older: str = "cp1252"
    mixed: bool = False
    nul: bool = False

    @property
    def plain(self) -> bool:
        """Whether a reader of UTF-8 can take the file as it is."""
        return self.name in ("utf-8", "utf-8-sig") and not self.mixed and not self.nul

    @property
    def said(self) -> str:
        """What was assumed, empty where it is UTF-8."""
        if self.mixed:
            return f"with lines that are not UTF-8 in {_spoken(self.older)}"
        return "" if self.name in ("utf-8", "utf-8-sig") else f"in {_spoken(self.name)}"


def _spoken(name: str) -> str:
    return NAMES.get(name) or name.replace("cp12", "Windows-12")


def encoding_of(path: Path) -> Encoding:
    """Return how a text file is encoded; the whole file is looked at."""
    if marked := marked_encoding(path):
        return marked
    with path.open("rb") as stream:
        name = "utf-8-sig" if stream.read(3) == codecs.BOM_UTF8 else "utf-8"
    return _within_utf8(path, name)


def marked_encoding(path: Path) -> Encoding | None:
    """Return UTF-16 or UTF-32 where the first bytes show it."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name)
    unmarked = unmarked_utf16(head)
    return Encoding(unmarked) if unmarked else None


def unmarked_utf16(head: bytes) -> str | None:
    """Return UTF-16 where its mark is missing: Latin letters have a NUL in every other byte."""
    even, odd = head[::2], head[1::2]
    if not odd:
        return None
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def _within_utf8(path: Path, name: str) -> Encoding:
    """Look for bytes that are not UTF-8, and for NULs; read on only where there are any."""
    whole, nul = True, False
    with path.open("rb") as stream:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := stream.read(_CHUNK):
                nul = nul or b"\0" in chunk
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            whole = False
    if whole:
        return Encoding(name, nul=nul)
    return _older(path, name)


def _older(path: Path, name: str) -> Encoding:
    good = bad = 0
    sample = bytearray()
    nul = False
    with path.open("rb") as stream:
        for line in stream:
            nul = nul or b"\0" in line
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
                if len(sample) < _SAMPLE:
                    sample += line
    guess = _guess(bytes(sample))
    if good > _MIXED * (good + bad):
        return Encoding(name, older=guess, mixed=True, nul=nul)
    return Encoding(guess, nul=nul)


def _guess(sample: bytes) -> str:
    """The encoding in which a sample is written in some language's letters."""
    scripts = _OTHER_SCRIPTS if _words_of_other_scripts(sample) else _LATIN
    whole: dict[str, set[str]] = {}
    best, covered = "cp1252", 0.0
    for name, alphabet in _ALPHABETS:
        if name in scripts:
            whole.setdefault(name, set()).update(alphabet)
            share = _share(sample, name, alphabet)
            if scripts is _OTHER_SCRIPTS:
                share *= _share(sample, name, _VOWELS[name]) * _small(sample, name)
            if share > covered:
                best, covered = name, share
    if covered >= _COVERED or scripts is _OTHER_SCRIPTS:
        return best
    # Names of several languages in one text: letters of all that share an encoding.
    shares = {name: _share(sample, name, letters) for name, letters in whole.items()}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] >= _COVERED:
        return best
    from charset_normalizer import from_bytes

    found = from_bytes(sample, threshold=0.3).best()
    return found.encoding if found is not None and not found.encoding.startswith("utf") else best


def _share(sample: bytes, name: str, alphabet: Collection[str]) -> float:
    """The share of the letters beyond ASCII that belong to an alphabet."""
    letters = [
        letter.lower()
        for letter in sample.decode(name, errors="replace")
        if ord(letter) > 127 and letter not in _EVERYWHERE
    ]
    return sum(letter in alphabet for letter in letters) / max(1, len(letters))


def _small(sample: bytes, name: str) -> float:
    """The share of small letters: KOI8 and Windows-1251 have large and small ones changed over."""
    letters = [letter for letter in sample.decode(name, errors="replace") if ord(letter) > 127]
    return sum(letter.islower() for letter in letters) / max(1, len(letters))


def _words_of_other_scripts(sample: bytes) -> bool:
    """Whether most bytes beyond ASCII stand beside one another: whole words of another script."""
    beyond = _BEYOND.findall(sample)
    return sum(len(run) for run in beyond if len(run) > 2) > 0.6 * max(1, sum(map(len, beyond)))
