import {
    rottingStatusBarDurationField,
    RottingStatusBarDurationField,
} from "@mail/js/rotting_mixin/rotting_statusbar";
import { registry } from "@web/core/registry";

export class PlacementStatusBar extends RottingStatusBarDurationField {
    /**
     * A stage can refuse a placement. Then the form must not keep a step that was never taken:
     * every later save would be refused for it, and what is missing could not be mended.
     *
     * @override
     */
    async selectItem(item) {
        const { name, record } = this.props;
        const before = record.data[name];
        try {
            await super.selectItem(item);
        } catch (error) {
            await record.update({ [name]: before });
            throw error;
        }
    }
}

registry.category("fields").add("interim_placement_statusbar", {
    ...rottingStatusBarDurationField,
    component: PlacementStatusBar,
    // Odoo lays a status bar out by this class; the name of the widget would give another.
    additionalClasses: ["o_field_rotting_statusbar_duration"],
});
