from . import checkin_feedback, contract_page, portal
