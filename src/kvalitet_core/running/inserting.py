"""Inserting a row unless its key is taken, as each database says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

__all__ = ["insert_if_absent"]


def insert_if_absent(
    connection: Connection, table: Table, values: Mapping[str, Any]
) -> bool:
    """Insert a row unless its key is taken; whether it was inserted."""
    made = (
        postgresql.insert(table)
        if connection.dialect.name == "postgresql"
        else sqlite.insert(table)
    )
    key = next(iter(table.primary_key))
    statement = made.values(**values).on_conflict_do_nothing().returning(key)
    return connection.execute(statement).first() is not None
