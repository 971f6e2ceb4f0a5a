import { registry } from "@web/core/registry";
import { card, fillMany2one } from "./board_utils";

registry.category("web_tour.tours").add("interim_placement_create", {
    steps: () => [
        {
            content: "Start a case from the board",
            trigger: ".o_kanban_renderer .o_kanban_group, .o-kanban-button-new",
        },
        {
            trigger: ".o-kanban-button-new",
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
