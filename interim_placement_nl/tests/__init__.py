from . import test_checkins, test_holidays
