from . import holiday_generate
