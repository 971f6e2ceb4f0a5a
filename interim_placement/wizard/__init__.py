from . import assignment_cancel, meeting_schedule, placement_close, placement_override, terms_agree
