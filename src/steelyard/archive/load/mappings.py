"""Expressions made into SQL once: a year of daily files has one mapping, not 365.

Making a long Ibis expression into SQL takes longer than loading a small file with it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import ibis.expr.types as ir
from ibis.expr.operations import InMemoryTable

#: Stands for the name of the file in a mapping that serves many.
FILE = "\N{SYMBOL FOR UNIT SEPARATOR}file\N{SYMBOL FOR UNIT SEPARATOR}"


@dataclass
class Mappings:
    """The mappings of a store that is open, by what they depend on.

    The expressions are kept as well, since the small tables in them live as long as they do.
    """

    connection: Any
    _held: dict[Hashable, tuple[ir.Table, str, Any]] = field(default_factory=dict)

    def create(
        self,
        name: str,
        key: Hashable,
        build: Callable[[], tuple[ir.Table, Any]],
        file: str,
    ) -> Any:
        """Make the temporary table ``name`` from what ``build`` gives, and return its second part.

        Args:
            name: Name of the table.
            key: What the mapping depends on; ``build`` is called once for each.
            build: Gives the expression, with :data:`FILE` for the name of the file, and anything.
            file: The name of the file.
        """
        if key not in self._held:
            expression, beside = build()
            self._make_known(expression)
            self._held[key] = (expression, self.connection.compile(expression), beside)
        expression, sql, beside = self._held[key]
        named = sql.replace(FILE, file.replace("'", "''"))
        # date_trunc of a DATE is a TIMESTAMP in DuckDB, whatever Ibis takes it for.
        dates = [f'"{n}"::DATE AS "{n}"' for n, t in expression.schema().items() if t.is_date()]
        replaced = f" REPLACE ({', '.join(dates)})" if dates else ""
        self.connection.raw_sql(f"CREATE TEMP TABLE {name} AS SELECT *{replaced} FROM ({named})")
        return beside

    def _make_known(self, expression: ir.Table) -> None:
        """Make the small tables in an expression known to the connection.

        One by one: to run the whole for it would mean to compile it twice.
        """
        for table in expression.op().find(InMemoryTable):
            self.connection.to_pyarrow(table.to_expr().limit(0))
