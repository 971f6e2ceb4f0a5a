from . import checkin_feedback, contract_file, contract_page, followup_page, portal
