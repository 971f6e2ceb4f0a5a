"""Arithmetic of the trade as plain functions: no ORM, no database, no clock.

Only the standard library and libraries that Odoo itself asks for (python-dateutil, lxml,
MarkupSafe, Babel) are used, so that every rule can be tested in milliseconds and read without
knowing Odoo.
"""

from . import back_to_back, capacity, checkins, money, periods, placeholders, redline

__all__ = ["back_to_back", "capacity", "checkins", "money", "periods", "placeholders", "redline"]
