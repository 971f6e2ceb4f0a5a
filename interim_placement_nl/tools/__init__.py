from . import holidays
