from . import (
    assignment_cancel,
    checkin_ask,
    contract_preview,
    meeting_schedule,
    partner_merge,
    placement_close,
    placement_override,
    terms_agree,
)
