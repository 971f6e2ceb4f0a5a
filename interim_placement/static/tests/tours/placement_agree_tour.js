import { registry } from "@web/core/registry";
import { card } from "./board_utils";

registry.category("web_tour.tours").add("interim_placement_agree", {
    steps: () => [
        {
            trigger: `${card("Spokesperson")}:contains(Overbooked)`,
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button:contains(Agree Terms)",
            run: "click",
        },
        {
            content: "The exact hours and weeks",
            trigger:
                ".modal .alert:contains(40 of 36 hours a week from 1 March to 30 June 2027.)",
        },
        {
            content: "The exact day",
            trigger:
                ".modal .alert:contains(Wednesday is also taken by Sanne de Vries, Communication adviser, Gemeente Waterrijk from 1 March to 30 June 2027.)",
        },
        {
            trigger: ".modal footer button:contains(Agree Anyway)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name=terms_state]:contains(Agreed)",
        },
        {
            content: "Agreed terms are not edited in place",
            trigger: ".o_field_widget[name=client_rate]:not(:has(input))",
        },
        {
            trigger: ".o-mail-Chatter .o-mail-Message:contains(Agreed in spite of)",
        },
    ],
});
