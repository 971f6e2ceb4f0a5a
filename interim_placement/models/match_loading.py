"""What the readers of professionals and assignments for matching share: plain SQL, no cache."""

from functools import cache

from odoo.tools import SQL

from .weekday_mixin import WEEKDAY_FIELDS


def id_array(records):
    """Return the ids of records as one constant of SQL: a list of 50,000 takes longer to parse."""
    return SQL("%s::int[]", f"{{{','.join(map(str, records.ids))}}}")


def read_linked_ids(records, field_name):
    """Return the linked ids of a many2many field, archived ones included, by one query.

    :return: dict of frozensets of ids by the id of the record; who has none is left out
    """
    field = records._fields[field_name]
    rows = records.env.execute_query(
        SQL(
            "SELECT %(own)s, array_agg(%(other)s) FROM %(table)s WHERE %(own)s = ANY(%(ids)s)"
            " GROUP BY %(own)s",
            own=SQL.identifier(field.column1),
            other=SQL.identifier(field.column2),
            table=SQL.identifier(field.relation),
            ids=id_array(records),
        )
    )
    return {key: frozenset(others) for key, others in rows}


def weekday_columns(alias):
    """Return the seven columns of fixed days of a table, Monday first, as SQL."""
    return SQL(", ").join(SQL.identifier(alias, name) for name in WEEKDAY_FIELDS)


@cache
def to_weekdays(*flags):
    """Return the numbers of the days that are set, 0 = Monday, of seven flags."""
    return frozenset(number for number, flag in enumerate(flags) if flag)
