import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("interim_lead_assignment", {
    steps: () => [
        {
            trigger: ".o_form_view button[name=action_create_interim_assignment]",
            run: "click",
        },
        {
            content: "The assignment takes over role, client and contact",
            trigger:
                ".o_form_view .o_field_widget[name=client_id] input:value(Gemeente Waterrijk)",
        },
        {
            trigger: ".o_breadcrumb:contains(Head of communication)",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=contact_id] input:value(Anja Bakker)",
        },
    ],
});
