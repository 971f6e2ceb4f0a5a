from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

VOID_STATES = ("cancelled", "superseded")


class InterimPortal(CustomerPortal):
    """My contracts: for people with a login, a way to their links besides the mails."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "interim_contract_count" in counters:
            signers = request.env["interim.contract.signer"].sudo()
            values["interim_contract_count"] = signers.search_count(self._get_contract_domain())
        return values

    @http.route(
        ["/my/contracts", "/my/contracts/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def my_contracts(self, page=1, sortby=None, search=None, **_ignored):
        """Show the contracts that the user was asked to sign.

        :param int page: of the list, from 1
        :param str sortby: ``newest`` or ``state``
        :param str search: part of the number or the title
        """
        sortings = self._get_contract_sortings()
        sortby = sortby if sortby in sortings else "newest"
        domain = self._get_contract_domain()
        if search:
            domain &= Domain("contract_id.name", "ilike", search) | Domain(
                "version_id.title", "ilike", search
            )
        # As superuser: portal users have no access to contracts, but to their own links only.
        signers = request.env["interim.contract.signer"].sudo()
        pages = pager(
            url="/my/contracts",
            total=signers.search_count(domain),
            page=page,
            step=self._items_per_page,
            url_args={"sortby": sortby, "search": search or ""},
        )
        found = signers.search(
            domain,
            order=sortings[sortby]["order"],
            limit=self._items_per_page,
            offset=pages["offset"],
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "interim_contract",
            "default_url": "/my/contracts",
            "contracts": [self._prepare_contract_row(signer) for signer in found],
            "pager": pages,
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_inputs": {
                "all": {"input": "all", "label": request.env._("Search in number and title")}
            },
            "search_in": "all",
            "search": search,
        }
        return request.render("interim_placement.portal_my_contracts", values)

    @http.route(
        "/my/contracts/<int:signer_id>", type="http", auth="user", website=True, methods=["GET"]
    )
    def my_contract(self, signer_id, **_ignored):
        """Go to the user's own page of a contract.

        :param int signer_id: who signs, not what is signed: each signer has an own page
        """
        domain = self._get_contract_domain() & Domain("id", "=", signer_id)
        signer = request.env["interim.contract.signer"].sudo().search(domain, limit=1)
        if not signer:
            raise request.not_found()
        signer._ensure_token()
        return request.redirect(f"/contract/{signer.access_token}")

    def _get_contract_domain(self):
        """Return which signers the user sees: itself, where it was asked and that still counts."""
        return (
            Domain("partner_id", "=", request.env.user.partner_id.id)
            & Domain("asked_on", "!=", False)
            & Domain("is_current", "=", True)
            & Domain("contract_id.state", "not in", VOID_STATES)
        )

    def _get_contract_sortings(self):
        return {
            "newest": {"label": request.env._("Newest"), "order": "asked_on desc, id desc"},
            # By the alphabet of the codes, "asked" comes first.
            "state": {"label": request.env._("To sign first"), "order": "state, asked_on desc, id"},
        }

    def _prepare_contract_row(self, signer):
        """Return what the list says of a contract. Texts only: no record to look further (R6)."""
        contract = signer.contract_id
        state = signer._get_page_state()
        labels = {
            "open": request.env._("To sign"),
            "waiting": request.env._("Others sign first"),
            "signed": request.env._("Signed by you"),
            "complete": request.env._("Signed by all"),
            "declined": request.env._("Declined"),
            "expired": request.env._("Expired"),
            "revised": request.env._("Being revised"),
        }
        return {
            "url": f"/my/contracts/{signer.id}",
            "number": contract.name,
            "title": signer.version_id.title,
            "agency": contract.company_id.name,
            "last_day": state == "open" and signer._get_deadline_text(),
            "is_open": state == "open",
            "state": labels.get(state) or request.env._("Withdrawn"),
        }
