import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("interim_match_propose", {
    steps: () => [
        {
            trigger: ".o_form_statusbar button:contains(Find Professionals)",
            run: "click",
        },
        {
            content: "The best stands first; who misses a knock-out is hidden by a filter that shows",
            trigger: ".o_searchview_facet:contains(No Knock-out Missed)",
        },
        {
            trigger:
                ".o_list_view:not(:has(.o_data_row:contains(Cor Visser))) .o_data_row:first:contains(Bo Jansen)",
        },
        {
            content: "Every sub-score says why",
            trigger: ".o_data_row:first .o_interim_match_bar[title*='Expertise']",
        },
        {
            content: "Take the filter away: nobody is hidden silently",
            trigger: ".o_searchview_facet:contains(No Knock-out Missed) .o_facet_remove",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Cor Visser):contains(Not Met)",
        },
        {
            content: "One match, with all reasons in words",
            trigger: ".o_data_row:first .o_data_cell[name=professional_id]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_interim_match_parts dt:contains(Level)",
        },
        {
            trigger: ".o_control_panel .o_back_button",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Bo Jansen) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Sanne de Vries) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button:contains(Propose)",
            run: "click",
        },
        {
            content: "Before it is done: who is on the assignment already is not proposed again",
            trigger: ".modal .o_data_row:contains(Sanne de Vries):contains(on this assignment already)",
        },
        {
            trigger: ".modal .o_data_row:contains(Bo Jansen):contains(New Placement)",
        },
        {
            trigger: ".modal footer button:contains(Propose)",
            run: "click",
        },
        {
            content: "The placement stands in the proposal",
            trigger:
                "body:not(:has(.modal)) .o_form_view:has(.o_arrow_button_current:contains(Proposed)):has(.o_field_widget[name=professional_id] input:value(Bo Jansen))",
        },
    ],
});
