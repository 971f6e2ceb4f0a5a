import { registry } from "@web/core/registry";
import { card, chooseFilter, chooseInCardMenu, fillMany2one } from "./board_utils";

registry.category("web_tour.tours").add("interim_placement_close", {
    steps: () => [
        ...chooseInCardMenu("Sanne de Vries", "Close"),
        ...fillMany2one("close_reason_id", "Professional withdrew"),
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Took a permanent post",
        },
        {
            trigger: ".modal footer button:contains(Close Placements)",
            run: "click",
        },
        {
            content: "It is off the board",
            trigger: `body:not(:has(.modal)) .o_kanban_renderer:not(:has(${card("Sanne de Vries")}))`,
        },
        ...chooseFilter("Closed"),
        {
            trigger: `${card("Sanne de Vries", "First meeting")} .ribbon:contains(Closed)`,
        },
        ...chooseInCardMenu("Sanne de Vries", "Reopen"),
        {
            trigger: `.o_kanban_renderer:not(:has(${card("Sanne de Vries")}))`,
        },
        {
            content: "Back on the board, in the stage where it was",
            trigger: ".o_searchview_facet:contains(Closed) .o_facet_remove",
            run: "click",
        },
        {
            trigger: `${card("Sanne de Vries", "First meeting")}:not(:has(.ribbon))`,
        },
    ],
});
