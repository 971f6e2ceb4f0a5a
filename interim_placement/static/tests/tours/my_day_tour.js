import { registry } from "@web/core/registry";
import { card } from "./board_utils";

/**
 * Selector of a counter, in a state if one is given.
 * @param {string} name
 * @param {number} count
 * @param {boolean} [pressed]
 */
function counter(name, count, pressed = false) {
    const number = `:has(.o_interim_my_day_count:contains(/^${count}$/))`;
    return `.o_interim_my_day button[name=${name}][aria-pressed=${pressed}]${number}`;
}

const board = (shown, hidden) =>
    `.o_kanban_renderer:has(${card(shown)}):not(:has(${card(hidden)}))`;

registry.category("web_tour.tours").add("interim_placement_my_day", {
    steps: () => [
        {
            content: "One ends without decision",
            trigger: counter("ending_undecided", 1),
        },
        {
            content: "Nobody has to sign, which shows muted",
            trigger: `${counter("waiting_for_signature", 0)}.text-muted`,
        },
        {
            content: "Who was not spoken to",
            trigger: counter("silent", 1),
            run: "click",
        },
        {
            content: "The board shows that one only",
            trigger: board("Bo Jansen", "Cor Visser"),
        },
        {
            content: "The filter stands in the search bar, and the numbers stay",
            trigger: ".o_searchview_facet:contains(No Contact)",
        },
        {
            trigger: counter("silent", 1, true),
        },
        {
            content: "A second one: either of both",
            trigger: counter("ending_undecided", 1),
            run: "click",
        },
        {
            trigger: `.o_kanban_renderer:has(${card("Bo Jansen")}):has(${card("Sanne de Vries")}):not(:has(${card("Cor Visser")}))`,
        },
        {
            content: "Without the first one again",
            trigger: counter("silent", 1, true),
            run: "click",
        },
        {
            trigger: board("Sanne de Vries", "Bo Jansen"),
        },
        {
            content: "Take the filter away in the search bar",
            trigger: ".o_searchview_facet:contains(Ending without Decision) .o_facet_remove",
            run: "click",
        },
        {
            trigger: counter("ending_undecided", 1),
        },
        {
            trigger: `.o_kanban_renderer:has(${card("Cor Visser")})`,
        },
        {
            content: "The list has them as well",
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            trigger: `.o_list_view ${counter("silent", 1)}`,
            run: "click",
        },
        {
            trigger:
                ".o_list_renderer:has(.o_data_row:contains(Bo Jansen)):not(:has(.o_data_row:contains(Cor Visser)))",
        },
        {
            content: "What closes without a proposal opens the list of these assignments",
            trigger:
                ".o_interim_my_day button[name=closing_unproposed]:has(.o_interim_my_day_count:contains(/^1$/))",
            run: "click",
        },
        {
            trigger:
                ".o_list_view:has(.o_searchview_facet:contains(Closing without Proposal)) .o_data_row:contains(Editor)",
        },
    ],
});
