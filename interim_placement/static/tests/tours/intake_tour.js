import { registry } from "@web/core/registry";

const REQUEST = [
    "Functie: Woordvoerder",
    "Opdrachtgever: Gemeente Waterrijk",
    "Referentie: WR-2291",
    "Startdatum: 1 maart 2027",
    "Uren per week: 24",
    "Tarief: € 95,50",
    "Je werkt 32 uur per week.",
].join("\n");

const CV = ["Curriculum Vitae Sanne de Vries", "sanne@professional.test", "06 1234 5678"].join("\n");

const row = (text) => `.modal .o_field_widget[name=line_ids] .o_data_row:contains(${text})`;

registry.category("web_tour.tours").add("interim_assignment_intake", {
    steps: () => [
        {
            trigger: ".o_control_panel button:contains(From a Request)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=text] textarea",
            run: (helpers) => helpers.edit(REQUEST),
        },
        {
            trigger: ".modal footer button:contains(Read)",
            run: "click",
        },
        {
            content: "A value stands beside the words it came from",
            trigger: `${row("Startdatum: 1 maart 2027")}:contains("03/01/2027")`,
        },
        {
            content: "The client is known",
            trigger: ".modal .o_field_widget[name=client_id] input:value(Gemeente Waterrijk)",
        },
        {
            content: "Two answers: the person chooses",
            trigger: `${row("32 uur per week")}:contains("different things") td[name=is_accepted]`,
            run: "click",
        },
        {
            trigger: `${row("32 uur per week")} td[name=is_accepted] input`,
            run: "check",
        },
        {
            trigger: ".modal footer button:contains(Create Assignment)",
            run: "click",
        },
        {
            content: "The assignment has opened",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=reference] input:value(WR-2291)",
        },
        {
            content: "The log says which value came from which words",
            trigger: ".o-mail-Message:contains(Startdatum: 1 maart 2027)",
        },
    ],
});

registry.category("web_tour.tours").add("interim_professional_intake", {
    steps: () => [
        {
            trigger: ".o_control_panel button:contains(From a CV)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=text] textarea",
            run: (helpers) => helpers.edit(CV),
        },
        {
            trigger: ".modal footer button:contains(Read)",
            run: "click",
        },
        {
            content: "Somebody with this e-mail is known",
            trigger: ".modal .alert:contains(Sanne de Vries, professional (same e-mail))",
        },
        {
            trigger: ".modal button:contains(Add to This Professional)",
            run: "click",
        },
        {
            trigger: ".modal footer button:contains(Add to This Person)",
            run: "click",
        },
        {
            content: "The professional has opened, with the phone that was missing",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=phone] input:value(06 1234 5678)",
        },
    ],
});
