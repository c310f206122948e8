"""Altair where Python leaves docstrings out (``-OO``): it copies them, and fails where there are none."""

from __future__ import annotations

import marshal
import struct
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from types import CodeType, ModuleType

#: From this level of optimisation on there are no docstrings.
STRIPPED = 2


class _WithDocstrings(SourceFileLoader):
    """Loads a module with its docstrings: from what Python compiled with them before, else anew."""

    def get_code(self, fullname: str) -> CodeType:
        """Return the code of a module."""
        del fullname  # a loader is of one module
        found = self._compiled()
        if found is not None:
            return found
        source = self.get_data(self.path)
        return compile(source, self.path, "exec", dont_inherit=True, optimize=0)

    def _compiled(self) -> CodeType | None:
        """The code that Python keeps of this very file; None where it keeps none."""
        try:
            kept = self.get_data(cache_from_source(self.path, optimization=""))
            stats = self.path_stats(self.path)
        except (OSError, NotImplementedError):
            return None
        head = MAGIC_NUMBER + struct.pack(
            "<III", 0, int(stats["mtime"]) & 0xFFFFFFFF, int(stats["size"]) & 0xFFFFFFFF
        )
        if not kept.startswith(head):
            return None
        code: CodeType = marshal.loads(kept[len(head) :])  # noqa: S302 - Python's own cache
        return code


class _Altair(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find the modules of Altair, and no others."""
        if fullname.partition(".")[0] != "altair":
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _WithDocstrings(spec.loader.name, spec.loader.path)
        return spec


def keep_docstrings_of_altair() -> None:
    """Have Altair loaded with its docstrings, where Python leaves them out."""
    there = any(isinstance(finder, _Altair) for finder in sys.meta_path)
    if sys.flags.optimize >= STRIPPED and not there:
        sys.meta_path.insert(0, _Altair())
