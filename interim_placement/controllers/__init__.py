from . import checkin_feedback
