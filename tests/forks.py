"""Commands in processes of their own that need not import everything: a server imports once and forks for each.

A child has streams, a folder, an environment and an exit code of its own, as a command has that a shell
starts; it lacks only the start of Python. Tests of that start (what is imported, signals, streams that are
closed, an environment that Python itself reads) begin with Python.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from select import select
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]

#: Seconds that a command may take on a machine that runs other work.
LONGEST = 300.0

#: What most commands import; nothing here may start a thread, which a fork would lose.
MODULES = (
    "ibis.backends.duckdb",
    "numpy",
    "pyarrow.compute",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.stats",
    "steelyard.cli.commands",
    "steelyard.pipeline.ingest",
    "steelyard.pipeline.loading",
    "steelyard.pipeline.weighing",
)


def typed(
    *words: str | Path,
    stdin: str | None = None,
    cwd: Path | None = None,
    out: str | None = None,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Return what a command typed in a shell says and how it ends.

    Args:
        words: the words after ``steelyard``.
        stdin: what its standard input holds; nothing where left out.
        cwd: the folder where it is typed.
        out: a device that takes the place of its standard output.
        environment: variables that are changed.
    """
    with tempfile.TemporaryDirectory(prefix="typed-") as folder:
        streams = [Path(folder) / name for name in ("in", "out", "err")]
        for stream in streams:
            stream.touch()
        streams[0].write_text(stdin or "", encoding="utf-8")
        command = {
            "words": list(map(str, words)),
            "cwd": str(cwd or Path.cwd()),
            "environment": {**os.environ, **environment},
            "streams": [str(streams[0]), out or str(streams[1]), str(streams[2])],
        }
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(f"{json.dumps(command)}\n")
        server.stdin.flush()
        if not select([server.stdout], [], [], LONGEST)[0]:
            server.kill()
            _server.cache_clear()
            raise subprocess.TimeoutExpired(list(map(str, words)), LONGEST)
        code = int(server.stdout.readline())
        said = [stream.read_bytes().decode() for stream in streams[1:]]
    return subprocess.CompletedProcess(list(map(str, words)), code, *said)


@cache
def _server() -> subprocess.Popen[str]:
    """The server of this worker, started when first needed."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.forks"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    atexit.register(_end, server)
    return server


def _end(server: subprocess.Popen[str]) -> None:
    assert server.stdin is not None
    server.stdin.close()
    server.wait(10)


def serve() -> None:
    """Fork for each command on standard input, and answer its exit code."""
    for name in MODULES:
        import_module(name)
    ready = False
    gc.freeze()
    for line in sys.stdin:
        command = json.loads(line)
        if command["words"][:1] == ["read"] and not ready:
            _read_once()
            ready = True
        assert threading.active_count() == 1, threading.enumerate()
        child = os.fork()
        if not child:
            _in_child(command)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _read_once() -> None:
    """Load what reading needs: the parser of English, and the languages that are told apart."""
    from datetime import date

    import py3langid

    from steelyard.coding.coder import Coder
    from steelyard.records.articles import Article

    py3langid.rank("Serbia and Russia")
    Coder().code_article(Article(id="a", text="Serbia thanked Russia.", date=date(2019, 12, 5)))


def _in_child(command: Mapping[str, Any]) -> NoReturn:
    """Run the command and leave; nothing of the server is cleaned up here."""
    code: Any = 1
    try:
        flags = os.O_RDONLY, os.O_WRONLY | os.O_APPEND, os.O_WRONLY | os.O_APPEND
        for number, (stream, flag) in enumerate(zip(command["streams"], flags, strict=True)):
            os.dup2(os.open(stream, flag), number)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        os.chdir(command["cwd"])
        os.environ.clear()
        os.environ.update(command["environment"])
        sys.argv = ["steelyard", *command["words"]]
        from steelyard.cli import main

        main()
        code = 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException:  # noqa: BLE001 - as Python itself does
        traceback.print_exc()
    finally:
        _leave(code if isinstance(code, int) else 1)


def _leave(code: int) -> NoReturn:
    """End as Python does, but for what belongs to the server."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stderr.flush()
        sys.stdout.flush()
    except OSError:
        code = 120
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
