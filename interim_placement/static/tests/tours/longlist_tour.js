import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("interim_longlist", {
    steps: () => [
        {
            trigger: ".o_form_statusbar button:contains(Longlist)",
            run: "click",
        },
        {
            content: "Who is on the way to the client stands there, and why it cannot be presented",
            trigger:
                ".modal .o_data_row:contains(Bo Jansen):contains(No permission for this assignment)",
        },
        {
            content: "Nobody is ticked: there is no text yet, and nothing to send",
            trigger:
                ".modal .o_field_widget[name=body] .odoo-editor-editable:contains(Tick somebody first)",
        },
        {
            trigger: ".modal footer button:contains(Send)",
            run: "click",
        },
        {
            trigger: ".modal .modal-body:contains(Nobody is ticked)",
        },
        {
            trigger: ".modal:contains(Nobody is ticked) footer button:contains(Close)",
            run: "click",
        },
        {
            content: "Note how the permission was given",
            trigger: ".modal .o_data_row:contains(Bo Jansen) td[name=given_how]",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row td[name=given_how] .o_select_menu input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(By Phone)",
            run: "click",
        },
        {
            content: "The text follows",
            trigger: ".modal .o_field_widget[name=body] .odoo-editor-editable strong:contains(Bo Jansen)",
        },
        {
            trigger: ".modal .o_data_row:not(:contains(No permission)) td[name=included] input:checked",
        },
        {
            content: "Change the text",
            trigger: ".modal .o_field_widget[name=body] .odoo-editor-editable p:contains(Whom would you)",
            run: "editor A fine choice. Whom would you like to meet?",
        },
        {
            trigger: ".modal footer button:contains(Send)",
            run: "click",
        },
        {
            content: "It is on record",
            trigger: "body:not(:has(.modal)) .oe_stat_button[name=action_view_disclosures]:contains(1)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Bo Jansen):contains(anja@waterrijk.test) td[name=professional_id]",
            run: "click",
        },
        {
            content: "In the words that were sent",
            trigger: ".o_form_view .o_field_widget[name=body]:contains(A fine choice)",
        },
    ],
});
