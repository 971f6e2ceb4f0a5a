/**
 * Selector of the column with this title.
 * @param {string} stage
 */
export function column(stage) {
    return `.o_kanban_group:has(.o_column_title:contains("${stage}"))`;
}

/**
 * Selector of the card with this text, in the column if one is given.
 * @param {string} text
 * @param {string} [stage]
 */
export function card(text, stage) {
    return `${stage ? column(stage) : ""} .o_kanban_record:contains("${text}")`;
}

/**
 * Steps that drag a card to a column, as with the mouse.
 * @param {string} text
 * @param {string} stage
 */
export function drag(text, stage) {
    return {
        content: `Drag ${text} to ${stage}`,
        trigger: card(text),
        run: `drag_and_drop(${column(stage)})`,
    };
}

/**
 * Steps that choose an entry in the menu of a card.
 * @param {string} text
 * @param {string} entry
 */
export function chooseInCardMenu(text, entry) {
    return [
        {
            content: `Open the menu of the card of ${text}`,
            trigger: card(text),
            run: `hover && click ${card(text)} .o_dropdown_kanban .dropdown-toggle`,
        },
        {
            content: `Choose ${entry}`,
            trigger: `.o-dropdown--kanban-record-menu .dropdown-item:contains("${entry}")`,
            run: "click",
        },
    ];
}

/**
 * Steps that fill in a link to another record.
 * @param {string} field
 * @param {string} text
 * @param {string} [option] the entry to choose, if it is not called as the text
 */
export function fillMany2one(field, text, option = text) {
    return [
        {
            content: `Type ${text}`,
            trigger: `.o_field_widget[name=${field}] input`,
            run: `edit ${text}`,
        },
        {
            content: `Choose ${option}`,
            trigger: `.o-autocomplete--dropdown-item a:contains("${option}")`,
            run: "click",
        },
    ];
}

/**
 * Steps that open the drop-down of the search bar and choose a filter.
 * @param {string} filter
 */
export function chooseFilter(filter) {
    return [
        {
            content: "Open the filters",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: `Choose the filter ${filter}`,
            trigger: `.o_filter_menu .o_menu_item:contains("${filter}")`,
            run: "click",
        },
        {
            content: "Close the filters",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
    ];
}
