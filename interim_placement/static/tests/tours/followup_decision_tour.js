import { registry } from "@web/core/registry";
import { card, fillMany2one } from "./board_utils";

registry.category("web_tour.tours").add("interim_followup_decision", {
    steps: () => [
        {
            content: "The card came to the follow-up by itself, with a sign and one activity",
            trigger: `${card("Bo Jansen", "Follow-up")}:has(.fa-hourglass-half) .o_field_widget[name=activity_ids]:contains("Prepare the follow-up")`,
        },
        {
            trigger: card("Bo Jansen", "Follow-up"),
            run: "click",
        },
        {
            trigger: ".o_form_statusbar button:contains(Prepare the Follow-up)",
            run: "click",
        },
        {
            content: "What is known, and what is still to be asked",
            trigger: ".o_form_sheet:contains(What does the professional wish next?)",
        },
        {
            trigger: ".o_form_statusbar button:contains(Decide Follow-up)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=decision] label:contains(New Assignment)",
            run: "click",
        },
        ...fillMany2one("assignment_id", "Spokesperson"),
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Wants to speak for a board",
        },
        {
            trigger: ".modal footer button:contains(Decide)",
            run: "click",
        },
        {
            content: "The next placement of the chain has opened, as a proposal",
            trigger:
                "body:not(:has(.modal)) .o_form_view:has(.o_arrow_button_current:contains(Proposed)):has(.o_field_widget[name=assignment_id] input:value(Spokesperson))",
        },
        {
            content: "One click back to the one that it follows",
            trigger: ".oe_stat_button[name=action_view_previous_placement]",
            run: "click",
        },
        {
            trigger: ".oe_stat_button[name=action_view_followup_decisions]:contains(New Assignment)",
            run: "click",
        },
        {
            content: "Who decided what, and why",
            trigger: ".o_list_view .o_data_row:contains(Wants to speak for a board)",
        },
    ],
});
