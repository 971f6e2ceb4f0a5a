import { registry } from "@web/core/registry";

// Refused on the form: the step is taken back, and what is missing is one click away.
registry.category("web_tour.tours").add("interim_placement_form_refused", {
    steps: () => [
        {
            content: "The case is in its first meeting",
            trigger: ".o_statusbar_status button.o_arrow_button_current:visible:contains(First meeting)",
        },
        {
            content: "Propose the professional",
            trigger: ".o_statusbar_status button:visible:not(:disabled):contains(Proposed)",
            run: "click",
        },
        {
            content: "The reason is shown",
            trigger: ".modal:contains(Ask Bo Jansen for permission)",
        },
        {
            content: "Close it",
            trigger: ".modal .modal-footer button:contains(Close)",
            run: "click",
        },
        {
            content: "The step was not taken",
            trigger:
                "body:not(:has(.modal)) .o_statusbar_status button.o_arrow_button_current:visible:contains(First meeting)",
        },
        {
            content: "Go and ask the professional",
            trigger: "button[name=action_view_professional]",
            run: "click",
        },
        {
            content: "Nothing holds the recruiter back",
            trigger: "button[name=action_give_consent]",
        },
    ],
});
