import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";

export class ProposalFormController extends formView.Controller {
    /**
     * Odoo saves an open form when its page is closed or left. A proposal is made by its buttons
     * only: a draft that nobody made would hold back what follows from the end.
     *
     * @override
     */
    async beforeUnload() {}
}

registry.category("views").add("interim_proposal_form", {
    ...formView,
    Controller: ProposalFormController,
});
