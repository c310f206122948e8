"""What codes and where events go is chosen once, by the options and by the name of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.coding.llm.fake import serving

from steelyard.articles import Mapping
from steelyard.coding.llm import Model as NamedModel
from steelyard.errors import CodingError
from steelyard.pipeline.ingest import Options, run, sinks
from steelyard.pipeline.ingest.archive_sink import Archive
from steelyard.pipeline.ingest.coders import Coded, Local, coder_of
from steelyard.pipeline.ingest.ledger import Entry, Ledger
from steelyard.pipeline.ingest.model_requests import Model, SecondLook
from steelyard.pipeline.ingest.sinks import Csv, Jsonl, Parquet, sink_of
from steelyard.pipeline.ingest.workers import Workers

News = Callable[..., Path]


def test_the_options_choose_the_coder() -> None:
    with serving() as server:
        model = NamedModel(name="m", address=server.address, budget=10)
        chosen: dict[type[Any], Options] = {
            Local: Options(),
            Workers: Options(workers=2),
            Model: Options(coder="llm", model=model),
            SecondLook: Options(coder="both", model=model),
        }
        for kind, options in chosen.items():
            assert type(coder_of(options, detailed=False)) is kind
    with pytest.raises(CodingError, match="cannot explain"):
        coder_of(Options(engine="pyspark://"), detailed=True)


def test_the_name_chooses_the_sink(tmp_path: Path) -> None:
    kinds = {"a.jsonl": Jsonl, "a.CSV": Csv, "a.parquet": Parquet, "a.duckdb": Archive}
    for name, kind in kinds.items():
        sink = sink_of(tmp_path / name, Options())
        assert type(sink) is kind
        assert sink.accumulates == (name == "a.duckdb")


def test_a_coder_of_another_kind_fits(news: News, monkeypatch: pytest.MonkeyPatch) -> None:
    class Every(Local):
        """The rules, which are told of every article that reaches them."""

        batch = 3
        seen: list[str] = []  # noqa: RUF012 - one test reads it

        def code(self, batches: Iterable[list[Entry]]) -> Iterable[Coded]:  # type: ignore[override]
            for batch, outcomes in super().code(batches):
                self.seen.extend(entry.article.id for entry in batch)
                yield batch, outcomes

    monkeypatch.setattr(
        run, "coder_of", lambda *_, **__: Every(Mapping({}), "steelyard", detailed=False)
    )
    assert len(list(run.read(news(4)))) == 3
    assert Every.seen == ["n0", "n1", "n2", "n3"]


def test_a_sink_of_another_kind_fits(
    news: News, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Days:
        """A file that holds the day of each event and nothing else."""

        accumulates = False

        def __init__(self, path: Path) -> None:
            self.path = path

        def check(self) -> None:
            """Any place will do."""

        def keep(self, ledger: Ledger) -> None:
            self.path.write_text("\n".join(str(event.day) for event in ledger.events()))

    monkeypatch.setattr(sinks, "FILES", {**sinks.FILES, ".days": Days})
    out = tmp_path / "out.days"
    run.read_to(out, news(3))
    assert out.read_text(encoding="utf-8") == "2019-12-04\n2019-12-04"
