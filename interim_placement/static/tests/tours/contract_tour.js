import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { inputFiles } from "@web/../tests/utils";
import { card, chooseFilter, column } from "./board_utils";

const PEN = "i[aria-label='Waiting for signature']";
const EDITOR = ".modal .o_field_widget[name=body_html] .odoo-editor-editable";

/**
 * Selector of the row of the article with this heading.
 * @param {string} heading
 */
function article(heading) {
    return `.o_field_widget[name=article_ids] .o_data_row:contains("${heading}")`;
}

/**
 * Selector of a form whose status bar says this.
 * @param {string} state
 */
function formIn(state) {
    return `body:not(:has(.modal)) .o_form_view .o_arrow_button_current:contains("${state}")`;
}

/**
 * Steps that open a page of the form.
 * @param {string} name
 */
function openPage(name) {
    return {
        content: `Open the page ${name}`,
        trigger: `.o_notebook .nav-link:contains("${name}")`,
        run: "click",
    };
}

/**
 * Steps that open an article, type over its first paragraph, and close it.
 * @param {string} heading
 * @param {string} text
 */
function changeArticle(heading, text) {
    return [
        {
            content: `Open the article ${heading}`,
            trigger: `${article(heading)} td[name=heading]`,
            run: "click",
        },
        {
            content: "Write another first paragraph",
            trigger: `${EDITOR} p:first`,
            run: `editor ${text}`,
        },
        {
            trigger: `${EDITOR}:contains("${text}")`,
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The list tells that it was changed",
            trigger: `body:not(:has(.modal)) ${article(heading)}:contains("Changed by hand")`,
        },
    ];
}

/**
 * Steps that send the contract whose form is open, after a look at its mails.
 */
function send() {
    return [
        {
            trigger: ".o_statusbar_buttons button:contains(Send for Signature)",
            run: "click",
        },
        {
            content: "Who of the agency signs first gets a task",
            trigger: ".modal .o_interim_mails .o_kanban_record:contains(rina):contains(task)",
        },
        {
            content: "The mail to the client is shown before it goes",
            trigger:
                ".modal .o_interim_mails .o_kanban_record:contains(anja@waterrijk.test):contains(When it is their turn):contains(Dear Anja Bakker)",
        },
        {
            trigger: ".modal footer button:contains(Send)",
            run: "click",
        },
        {
            trigger: formIn("Waiting for Signature"),
        },
    ];
}

registry.category("web_tour.tours").add("interim_contract_send", {
    steps: () => [
        {
            trigger: card("Sanne de Vries", "Contract negotiation"),
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button.btn-primary:contains(Make Contracts)",
            run: "click",
        },
        {
            content: "One for each side",
            trigger:
                ".o_list_view:has(.o_data_row td[name=party]:contains(Professional)) .o_data_row td[name=party]:contains(Client)",
            run: "click",
        },
        {
            trigger: ".o_form_view .alert:contains(Let a lawyer check)",
        },
        {
            content: "Open a locked article",
            trigger: `${article("Locked")}:contains(Rate) td[name=heading]`,
            run: "click",
        },
        {
            trigger: ".modal:contains(This article is locked):contains(110.00)",
        },
        {
            content: "It can be read only",
            trigger: ".modal .o_field_widget[name=body_html]:not(:has([contenteditable=true]))",
        },
        {
            trigger: ".modal .o_field_widget[name=heading]:not(:has(input))",
        },
        {
            trigger: ".modal .o_form_button_cancel, .modal .btn-close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        ...changeArticle("Payment", "The client pays within 21 days."),
        ...send(),
        {
            content: "What was sent can no longer be changed",
            trigger: `${article("Payment")} td[name=heading]`,
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=body_html]:contains(within 21 days):not(:has([contenteditable=true]))",
        },
        {
            trigger: ".modal .o_form_button_cancel, .modal .btn-close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});

registry.category("web_tour.tours").add("interim_contract_waits_for_agency", {
    steps: () => [
        ...chooseFilter("Waiting for the Agency's Signature"),
        {
            content: "The card has a pen",
            trigger: `${card("Sanne de Vries")} ${PEN}`,
        },
    ],
});

registry.category("web_tour.tours").add("interim_contract_waits_for_client", {
    steps: () => [
        ...chooseFilter("Waiting for the Client's Signature"),
        {
            trigger: `${card("Sanne de Vries")} ${PEN}`,
        },
        {
            trigger: ".o_searchview_facet:contains(Waiting for the Client) .o_facet_remove",
            run: "click",
        },
        ...chooseFilter("Waiting for the Agency's Signature"),
        {
            content: "The agency has signed",
            trigger: `.o_kanban_view:not(:has(${card("Sanne de Vries")}))`,
        },
    ],
});

registry.category("web_tour.tours").add("interim_contract_new_version", {
    steps: () => [
        {
            trigger: formIn("Waiting for Signature"),
        },
        openPage("Remarks"),
        {
            content: "What the client remarked on its page",
            trigger:
                ".o_field_widget[name=remark_ids] .o_data_row:contains(Payment):contains(We pay within 60 days.) td[name=answer]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=remark_ids] [name=answer] textarea",
            run: "edit Agreed: see the next version.",
        },
        {
            trigger: ".o_field_widget[name=remark_ids] button[name=action_accept]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=remark_ids] .o_data_row:contains(Agreed: see the next version.):contains(Accepted)",
        },
        {
            trigger: ".o_statusbar_buttons button:contains(New Version)",
            run: "click",
        },
        {
            content: "The links that were sent stop working: this is asked first",
            trigger: ".modal:contains(stop working) footer .btn-primary",
            run: "click",
        },
        {
            trigger: formIn("In Preparation"),
        },
        {
            trigger: ".o_field_widget[name=version_id]:contains(version 2)",
        },
        openPage("Text"),
        ...changeArticle("Payment", "The client pays within 60 days."),
        ...stepUtils.saveForm(),
        openPage("Changes"),
        {
            content: "What is gone, and what is new",
            trigger: ".o_field_widget[name=redline_html] del:contains(30)",
        },
        {
            trigger: ".o_field_widget[name=redline_html] ins:contains(60)",
        },
        ...send(),
        openPage("Signers"),
        {
            content: "All are to sign anew",
            trigger:
                ".o_field_widget[name=signer_ids] .o_data_row:contains(Anja Bakker):contains(Not Asked)",
        },
    ],
});

registry.category("web_tour.tours").add("interim_contract_moved_on", {
    steps: () => [
        {
            content: "The card is in the next column, with its terms agreed",
            trigger: `${card("Sanne de Vries", "Onboarding")} .fa-handshake-o`,
        },
        {
            trigger: `${column("Contract negotiation")}:not(:has(.o_kanban_record))`,
        },
        {
            content: "Nobody is waited for",
            trigger: `${card("Sanne de Vries")}:not(:has(${PEN}))`,
            run: "click",
        },
        openPage("Contracts"),
        {
            trigger:
                ".o_field_widget[name=contract_ids]:has(.o_data_row:contains(Client):contains(Signed)) .o_data_row:contains(Professional):contains(Signed)",
        },
        {
            trigger: ".o-mail-Chatter .o-mail-Message:contains(Anja Bakker signed)",
        },
        {
            trigger:
                ".o_field_widget[name=contract_ids] .o_data_row:contains(Client) button[name=action_view]",
            run: "click",
        },
        {
            content: "The final mail is still to be sent",
            trigger: ".o_statusbar_buttons button:contains(Send the Signed Contract)",
        },
    ],
});

registry.category("web_tour.tours").add("interim_contract_template", {
    steps: () => [
        {
            trigger: ".o_form_view .alert:contains(Example text)",
        },
        {
            content: "What somebody made of the text",
            trigger: `${article("Our own heading")}`,
        },
        {
            trigger: ".o_statusbar_buttons button:contains(Preview)",
            run: "click",
        },
        {
            content: "The last placement's contract",
            trigger: ".modal .o_field_widget[name=body_html]:contains(Bo Jansen):contains(99.00)",
        },
        {
            content: "What it lacks is marked, and named",
            trigger: ".modal .alert:contains(Still missing):contains(Assignment: description)",
        },
        {
            trigger: ".modal .o_field_widget[name=body_html] .o_interim_gap",
        },
        {
            content: "Choose another one",
            trigger: ".modal .o_field_widget[name=placement_id] input",
            run: "edit Sanne de Vries",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(Sanne de Vries)",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=body_html]:contains(Our own heading):contains(110.00):not(:has(.o_interim_gap))",
        },
        {
            trigger: ".modal:not(:contains(Still missing)) footer button:contains(Close)",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_statusbar_buttons button:contains(Reset to the Shipped Text)",
            run: "click",
        },
        {
            trigger: ".modal:contains(Your changes) footer .btn-primary",
            run: "click",
        },
        {
            trigger: `body:not(:has(.modal)):not(:has(${article("Our own heading")})) ${article("Payment")}`,
        },
    ],
});

registry.category("web_tour.tours").add("interim_contract_receive", {
    steps: () => [
        openPage("Contracts"),
        {
            trigger: "button:contains(Received a contract from the other side)",
            run: "click",
        },
        {
            content: "The client's contract comes first",
            trigger: ".modal .o_field_widget[name=party] input:value(Client)",
        },
        {
            trigger: ".modal .o_field_widget[name=title] input",
            run: "edit Framework agreement 2027",
        },
        {
            trigger: ".modal .o_field_widget[name=file]",
            async run() {
                const file = new File(["%PDF-1.7\nTheir contract"], "theirs.pdf", {
                    type: "application/pdf",
                });
                await inputFiles(".modal .o_field_widget[name=file] input[type=file]", [file]);
            },
        },
        {
            trigger: ".modal .o_field_widget[name=file] input:value(theirs.pdf)",
        },
        {
            trigger: ".modal .o_field_widget[name=deviations] textarea",
            run: "edit Payment after 60 days instead of 30",
        },
        {
            trigger: ".modal footer button:contains(Keep as a Version)",
            run: "click",
        },
        {
            trigger: formIn("In Preparation"),
        },
        {
            trigger: ".o_field_widget[name=version_title]:contains(Framework agreement 2027)",
        },
        {
            content: "There is no text of ours",
            trigger: ".o_notebook:not(:has(.nav-link:contains(Text)))",
        },
        openPage("Remarks"),
        {
            trigger:
                ".o_field_widget[name=remark_ids] .o_data_row:contains(Deviation):contains(Payment after 60 days):contains(Open)",
        },
        {
            trigger: ".o_statusbar_buttons button:contains(Send for Signature)",
            run: "click",
        },
        {
            content: "The other side signs first",
            trigger: ".modal .o_interim_mails .o_kanban_record:contains(Anja Bakker):contains(Now)",
        },
        {
            trigger: ".modal footer button:contains(Send)",
            run: "click",
        },
        {
            trigger: formIn("Waiting for Signature"),
        },
    ],
});
