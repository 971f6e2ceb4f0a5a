import { registry } from "@web/core/registry";
import { card, drag } from "./board_utils";

registry.category("web_tour.tours").add("interim_placement_checkin", {
    steps: () => [
        drag("Sanne de Vries", "On assignment"),
        {
            content: "The plan is there at once: the first day is today",
            trigger: `${card("Sanne de Vries", "On assignment")} [name=next_checkin].text-warning`,
        },
        {
            content: "Its activity is the card's next activity",
            trigger: `${card("Sanne de Vries")} .o_field_widget[name=activity_ids]:contains("First day")`,
        },
        {
            content: "Open the activity from the board",
            trigger: `${card("Sanne de Vries")} .o-mail-ActivityButton`,
            run: "click",
        },
        {
            content: "Mark it as done",
            trigger: ".o-mail-ActivityListPopoverItem-markAsDone",
            run: "click",
        },
        {
            content: "The short form: what the professional says",
            trigger: ".modal .o_field_widget[name=professional_score] input",
            run: "edit 8",
        },
        {
            trigger: ".modal .o_field_widget[name=client_score] input",
            run: "edit 4",
        },
        {
            trigger: ".modal .o_field_widget[name=summary] textarea",
            run: "edit The desk was not ready",
        },
        {
            trigger: ".modal footer button:contains(Mark Done)",
            run: "click",
        },
        {
            content: "The next check-in stands, and the trouble shows on the board",
            trigger: `body:not(:has(.modal)) ${card("Sanne de Vries")}:contains("At Risk") [name=next_checkin]:not(.text-warning)`,
        },
        {
            trigger: card("Sanne de Vries"),
            run: "click",
        },
        {
            trigger: ".o_form_view .alert-danger:contains(Client gave a 4)",
        },
        {
            trigger: ".o_notebook .nav-link:contains(Check-ins)",
            run: "click",
        },
        {
            content: "Both scores and their difference",
            trigger: ".o_field_widget[name=client_score]:contains(4)",
        },
        {
            trigger: ".o_field_widget[name=score_difference]:contains(4)",
        },
        {
            content: "The picture of the scores",
            trigger: ".o_field_widget[name=score_chart] svg[aria-label*='Client']",
        },
        {
            trigger: ".o_field_widget[name=checkin_ids] tr:contains(First day):contains(Done)",
        },
        {
            content: "A new check-in activity in the chatter, whose form opens there as well",
            trigger: ".o-mail-Activity:contains(First week) .o-mail-Activity-markDone",
            run: "click",
        },
        {
            trigger: ".modal .modal-title:contains(First week)",
        },
        {
            trigger: ".modal footer button:contains(Discard)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});

registry.category("web_tour.tours").add("interim_placement_checkin_ask", {
    steps: () => [
        {
            trigger: ".o_list_view tr:contains(Sanne de Vries):contains(First day) button:contains(Ask)",
            run: "click",
        },
        {
            content: "Both mails are shown before they go",
            trigger: ".modal .o_field_widget[name=professional_body]:contains(Dear Sanne de Vries)",
        },
        {
            trigger: ".modal .o_field_widget[name=client_body]:contains(Dear Anja Bakker)",
        },
        {
            content: "Only the client this time",
            trigger: ".modal .o_field_widget[name=professional_send] input",
            run: "click",
        },
        {
            trigger: ".modal:not(:has(.o_field_widget[name=professional_body])) footer button:contains(Send)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_list_view",
        },
    ],
});
