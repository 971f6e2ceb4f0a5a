import { registry } from "@web/core/registry";

const extend = () => [
    {
        trigger: ".o_statusbar_buttons button:contains(Extend)",
        run: "click",
    },
    {
        content: "The next period, as the client's option says",
        trigger: ".modal .o_field_widget[name=date_start] button[data-field=date_start]:contains(Jul 1)",
    },
    {
        trigger: ".modal .o_field_widget[name=date_start] button[data-field=date_end]:contains(Aug 31)",
    },
    {
        trigger: ".modal .o_field_widget[name=difference_text]:contains(Value of the extension)",
    },
    {
        trigger: ".modal footer button:contains(Propose)",
        run: "click",
    },
    {
        content: "In discussion: everybody sees until when",
        trigger: "body:not(:has(.modal)) .alert-info:contains(Aug 31, 2027)",
    },
];

registry.category("web_tour.tours").add("interim_placement_extend", {
    steps: () => [
        ...extend(),
        {
            trigger: ".alert-info button:contains(Reject or Withdraw)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit The post is filled in July",
        },
        {
            trigger: ".modal footer button:contains(Confirm)",
            run: "click",
        },
        {
            content: "What was rejected stays in the history, with the reason in the log",
            trigger: "body:not(:has(.modal)) .o-mail-Message:contains(The post is filled in July)",
        },
        {
            trigger: ".o_notebook .nav-link:contains(Terms)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=terms_ids] tr:contains(Extension):contains(Rejected)",
        },
        ...extend(),
        {
            trigger: ".alert-info button:contains(Agree)",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has(.alert-info)) .o_field_widget[name=terms_ids] tr:contains(Extension):contains(Agreed)",
        },
    ],
});
