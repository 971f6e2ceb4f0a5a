import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { card, column, drag, fillMany2one } from "./board_utils";

registry.category("web_tour.tours").add("interim_placement_refused", {
    steps: () => [
        drag("Sanne de Vries", "Contract negotiation"),
        {
            content: "The move is refused, and everything that is missing is named",
            trigger:
                ".modal:contains(Choose the assignment):contains(Fill in: Start, End, Hours a Week, Client Rate, Professional Rate)",
        },
        {
            trigger: ".modal footer button:contains(Close)",
            run: "click",
        },
        {
            content: "The card is back where it was",
            trigger: `body:not(:has(.modal)):not(:has(${card("Sanne de Vries", "Contract negotiation")}))`,
        },
        {
            trigger: card("Sanne de Vries", "First meeting"),
            run: "click",
        },
        ...fillMany2one("assignment_id", "Communication adviser"),
        {
            content: "The terms appear with what the assignment says",
            trigger: ".o_field_widget[name=client_rate] input:value(115.00)",
        },
        {
            trigger: ".o_field_widget[name=date_start] input[data-field=date_start]",
            run: "edit 01/04/2027 && press Tab",
        },
        {
            content: "Wait until the start is taken in",
            trigger: ".o_field_widget[name=date_start] button[data-field=date_start]:contains(Jan 4)",
        },
        {
            trigger: ".o_field_widget[name=date_start] input[data-field=date_end]",
            run: "edit 06/30/2027 && press Tab",
        },
        {
            trigger: ".o_field_widget[name=date_start] button[data-field=date_end]:contains(Jun 30)",
        },
        {
            trigger: ".o_field_widget[name=hours_per_week] input",
            run: "edit 24",
        },
        {
            content: "Fixed days",
            trigger: ".o_field_widget[name=tuesday] input",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=professional_rate] input",
            run: "edit 95",
        },
        {
            content: "The margin follows",
            trigger: ".o_field_widget[name=hours_per_week] input",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=margin]:contains(20.00)",
        },
        ...stepUtils.saveForm(),
        {
            trigger: ".o_breadcrumb .o_back_button",
            run: "click",
        },
        drag("Sanne de Vries", "Contract negotiation"),
        {
            trigger: card("Sanne de Vries", "Contract negotiation"),
        },
        {
            trigger: `body:not(:has(.modal)) ${column("First meeting")}:not(:has(.o_kanban_record))`,
        },
    ],
});

registry.category("web_tour.tours").add("interim_placement_override", {
    steps: () => [
        drag("Sanne de Vries", "Proposed"),
        {
            content: "A manager is refused as well, and may override",
            trigger: ".modal:contains(Choose the assignment) footer button:contains(Override with a Reason)",
            run: "click",
        },
        {
            content: "The wizard repeats what is missing",
            trigger: ".modal .alert:contains(Choose the assignment)",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit The client will confirm on Monday",
        },
        {
            trigger: ".modal footer button:contains(Move Anyway)",
            run: "click",
        },
        {
            content: "The board shows the card in its new column",
            trigger: `body:not(:has(.modal)) ${card("Sanne de Vries", "Proposed")}`,
            run: "click",
        },
        {
            content: "The reason is in the log",
            trigger:
                ".o-mail-Chatter .o-mail-Message:contains(without meeting its requirements):contains(The client will confirm on Monday)",
        },
    ],
});
