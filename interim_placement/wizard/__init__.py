from . import (
    assignment_cancel,
    checkin_ask,
    contract_preview,
    contract_receive,
    contract_send,
    followup_decide,
    meeting_schedule,
    partner_merge,
    placement_close,
    placement_complete,
    placement_override,
    terms_agree,
)
