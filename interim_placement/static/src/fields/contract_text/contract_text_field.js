import { HtmlField, htmlField } from "@html_editor/fields/html_field";
import { QWebPlugin } from "@html_editor/others/qweb_plugin";
import { registry } from "@web/core/registry";

/**
 * The text of a contract's article. Its placeholders are shown by name, and cannot be edited by
 * half. Conditions within the text need the code view, which Odoo has for developers only.
 */
export class ContractTextField extends HtmlField {
    /**
     * @override
     */
    getConfig() {
        const config = super.getConfig();
        return { ...config, Plugins: [...config.Plugins, QWebPlugin] };
    }
}

registry.category("fields").add("interim_contract_text", {
    ...htmlField,
    component: ContractTextField,
    // Odoo lays the editor out by this class; the name of the widget would give another.
    additionalClasses: ["o_field_html"],
    extractProps: (...parameters) => ({
        ...htmlField.extractProps(...parameters),
        codeview: true,
    }),
});
