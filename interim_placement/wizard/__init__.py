from . import (
    assignment_cancel,
    meeting_schedule,
    partner_merge,
    placement_close,
    placement_override,
    terms_agree,
)
