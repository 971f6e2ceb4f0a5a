from . import party_ask_mixin  # isort: split

from . import (
    assignment_cancel,
    availability_ask,
    checkin_ask,
    contract_preview,
    contract_receive,
    contract_send,
    followup_ask,
    followup_decide,
    longlist,
    longlist_line,
    match_propose,
    meeting_schedule,
    partner_merge,
    placement_close,
    placement_complete,
    placement_override,
    professional_capacity,
    terms_agree,
    terms_reject,
)
