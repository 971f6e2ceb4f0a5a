import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("interim_availability_ask", {
    steps: () => [
        {
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_filter_menu .o_menu_item:contains(Availability Unknown)",
            run: "click",
        },
        {
            trigger: ".o_searchview_facet:contains(Availability Unknown)",
        },
        {
            content: "Who is meant is chosen one by one: there may be others",
            trigger: ".o_data_row:contains(Sanne de Vries) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_data_row.o_data_row_selected:contains(Sanne de Vries)",
        },
        {
            trigger: ".o_data_row:contains(Bo Jansen) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_list_view:has(.o_data_row_selected:contains(Sanne de Vries)) .o_data_row_selected:contains(Bo Jansen)",
        },
        {
            trigger: ".o_control_panel button:contains(Ask for Availability)",
            run: "click",
        },
        {
            content: "The mail is shown, as it goes to one of them",
            trigger:
                ".modal:has(.o_data_row:contains(Bo Jansen)):has(.o_data_row:contains(Sanne)):has(.o_field_widget[name=preview_body]:contains(Dear))",
        },
        {
            trigger: ".modal .o_interim_ask_mails .o_kanban_record:contains({name})",
            run: "click",
        },
        {
            trigger: ".modal .o_form_view .o_field_widget[name=subject] input:value({name})",
            run: "edit Ready, {name}?",
        },
        {
            trigger: ".modal .o_form_button_save, .modal footer button:contains(Save)",
            run: "click",
        },
        {
            content: "The change is seen in what goes",
            trigger: ".modal .o_field_widget[name=preview_subject]:contains(Ready,)",
        },
        {
            trigger: ".modal footer button:contains(Send)",
            run: "click",
        },
        {
            trigger: ".o_notification:contains(Professionals asked: 2.)",
        },
    ],
});
