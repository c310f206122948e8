"""Options: how articles are read, checked before any work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Literal, get_args

import steelyard
from steelyard import coding
from steelyard.articles import Mapping
from steelyard.coding.coder import Labels
from steelyard.coding.llm import Model
from steelyard.errors import CodingError

#: What may code.
CoderName = Literal["rules", "llm", "both"]
CODERS = get_args(CoderName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How articles are read.

    Args:
        workers: processes that code; 1 codes in this one. The output is the same.
        coder: ``rules``; ``llm``, a language model; ``both``, the rules and then the model
            where the rules are unsure.
        model: which model; for ``llm`` and ``both`` only.
        labels: ``steelyard``, or ``plover`` for the manual's way with plans and denials.
        mapping: which key holds which field, for JSON Lines and CSV.
        undated: the day of articles that state none.
        systematic: whether the articles are all that their publishers printed, so that counts of
            their events may be taken for a tempo; an archive remembers it.
        engine: where the files are read and coded: here, or on a Spark named by an address
            such as ``pyspark://?master=local[2]``. The output is the same.
    """

    workers: int = 1
    coder: CoderName = "rules"
    model: Model | None = None
    labels: Labels = "steelyard"
    mapping: Mapping = field(default_factory=lambda: Mapping({}))
    undated: date | None = None
    systematic: bool = False
    engine: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be done."""
        if self.workers < 1:
            msg = f"{self.workers} workers cannot read; give 1 or more, at best one for each core."
            raise CodingError(msg)
        if self.coder not in CODERS:
            msg = f"Coder '{self.coder}' is unknown. Allowed are {', '.join(CODERS)}."
            raise CodingError(msg)
        if (self.coder == "rules") != (self.model is None):
            msg = (
                f"Coder '{self.coder}' needs --model NAME and --endpoint ADDRESS."
                if self.model is None
                else f"A model is named, but coder '{self.coder}' asks none. Give --coder llm or both."
            )
            raise CodingError(msg)
        if self.labels not in ("steelyard", "plover"):
            msg = f"Labels '{self.labels}' are unknown. Allowed are steelyard and plover."
            raise CodingError(msg)
        if self.engine is not None and self.coder != "rules":
            msg = f"Coder '{self.coder}' cannot run on an engine. Leave --engine out, or take the rules."
            raise CodingError(msg)

    def settings(self) -> str:
        """Return what the events of an article depend on beside the article, as one text.

        The rules and lexicons count by their content: a mended row makes articles be read again.
        """
        rules = blake2b(digest_size=8)
        home = Path(coding.__file__).parent
        for path in sorted(home.rglob("*.*")):
            if path.suffix in (".py", ".csv", ".md"):
                rules.update(path.read_bytes())
        model = self.model.name if self.model else ""
        return f"{steelyard.__version__} {self.coder} {self.labels} {model} {rules.hexdigest()}"
