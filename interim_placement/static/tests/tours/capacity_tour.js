import { registry } from "@web/core/registry";
import { chooseFilter } from "./board_utils";

registry.category("web_tour.tours").add("interim_placement_capacity", {
    steps: () => [
        {
            content: "Open the weeks of the professional",
            trigger: "button[name=action_view_capacity]",
            run: "click",
        },
        {
            content: "The conflict stands there with its hours",
            trigger:
                ".o_interim_capacity_conflicts li:contains(40 of 36 hours, 4 too many (A, B))",
        },
        {
            content: "The picture marks it",
            trigger: "svg.o_interim_capacity_chart path",
        },
        {
            content: "The grid says which day is taken twice",
            trigger: ".o_interim_capacity_grid td.o_interim_capacity_twice:contains(Taken twice)",
        },
        {
            content: "A quarter of a year is enough",
            trigger: "button[name=action_show_13_weeks]",
            run: "click",
        },
        {
            trigger: "button[name=action_show_26_weeks]",
        },
        {
            content: "Look at later weeks",
            trigger: "button[name=action_later]",
            run: "click",
        },
        {
            content: "Of what is over, nothing is said",
            trigger: ".o_form_view:not(:has(.o_interim_capacity_twice))",
        },
        {
            content: "Now the team",
            trigger: ".o_menu_sections [data-menu-xmlid='interim_placement.menu_interim_reporting']",
            run: "click",
        },
        {
            trigger:
                ".o-dropdown--menu [data-menu-xmlid='interim_placement.menu_interim_reporting_capacity']",
            run: "click",
        },
        {
            content: "Professionals only, to begin with",
            trigger: ".o_list_renderer:has(.o_data_row:contains(Sanne de Vries)):not(:has(.o_data_row:contains(Press officer)))",
        },
        ...chooseFilter("Senior"),
        {
            trigger:
                ".o_list_renderer:has(.o_data_row:contains(Bo Jansen)):not(:has(.o_data_row:contains(Sanne de Vries)))",
        },
        {
            content: "A row opens the professional",
            trigger: ".o_data_row:contains(Bo Jansen) td[name=name]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_view_capacity]",
        },
    ],
});
