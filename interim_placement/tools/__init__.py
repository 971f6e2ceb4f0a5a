"""Arithmetic of the trade as plain functions: no ORM, no database, no clock.

Only the standard library and python-dateutil are used, so that every rule can be tested in
milliseconds and read without knowing Odoo.
"""

from . import back_to_back, capacity, checkins, money, periods

__all__ = ["back_to_back", "capacity", "checkins", "money", "periods"]
