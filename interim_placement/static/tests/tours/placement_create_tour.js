import { registry } from "@web/core/registry";
import { card, column, fillMany2one } from "./board_utils";

registry.category("web_tour.tours").add("interim_placement_create", {
    steps: () => [
        {
            content: "Start a case from the board",
            trigger: "body:has(.o_kanban_renderer) .o-kanban-button-new",
            run: "click",
        },
        ...fillMany2one("professional_id", "Noor Dijkstra", 'Create "Noor Dijkstra"'),
        ...fillMany2one("assignment_id", "Communication adviser"),
        {
            content: "Add the case",
            trigger: ".o_kanban_quick_create .o_kanban_add",
            run: "click",
        },
        {
            content: "The card tells who, which role and where; open it",
            trigger: `${card("Noor Dijkstra", "First meeting")}:contains("Communication adviser"):contains("Gemeente Waterrijk")`,
            run: "click",
        },
        {
            content: "What the assignment asks for is proposed as terms",
            trigger: ".o_form_view .o_field_widget[name=client_rate] input:value(115.00)",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=terms_state]:contains(Draft)",
        },
    ],
});

registry.category("web_tour.tours").add("interim_placement_create_refused", {
    steps: () => [
        {
            content: "Start a case in a later stage",
            trigger: `${column("Proposed")} .o_kanban_quick_add`,
            run: "click",
        },
        ...fillMany2one("professional_id", "Sanne de Vries"),
        {
            trigger: ".o_kanban_quick_create .o_kanban_add",
            run: "click",
        },
        {
            content: "The reason is shown",
            trigger: ".modal:contains(cannot move to Proposed yet):contains(Choose the assignment)",
        },
        {
            trigger: ".modal footer button:contains(Close)",
            run: "click",
        },
        {
            content: "What was typed is still there, and can be completed",
            trigger: ".o_kanban_quick_create .o_field_widget[name=professional_id] input:value(Sanne de Vries)",
        },
        ...fillMany2one("assignment_id", "Communication adviser"),
        {
            trigger: ".o_kanban_quick_create .o_kanban_add",
            run: "click",
        },
        {
            trigger: card("Sanne de Vries", "Proposed"),
        },
    ],
});
