import { withMyDay } from "@interim_placement/views/my_day/my_day";
import { rottingKanbanView } from "@mail/js/rotting_mixin/rotting_kanban_view";
import { registry } from "@web/core/registry";
import {
    KanbanQuickCreateController,
    KanbanRecordQuickCreate,
} from "@web/views/kanban/kanban_record_quick_create";

export class PlacementQuickCreateController extends KanbanQuickCreateController {
    /**
     * Odoo's own opens an empty form here, and keeps the reason to itself. A stage that refuses
     * has a reason that people can act upon: show it, and leave what was typed.
     *
     * @override
     */
    showFormDialogInError(error) {
        this.state.disabled = false;
        throw error;
    }
}

export class PlacementRecordQuickCreate extends KanbanRecordQuickCreate {
    static components = { KanbanQuickCreateController: PlacementQuickCreateController };
}

export class PlacementKanbanRenderer extends rottingKanbanView.Renderer {
    static components = {
        ...rottingKanbanView.Renderer.components,
        KanbanRecordQuickCreate: PlacementRecordQuickCreate,
    };
}

export class PlacementKanbanController extends withMyDay(rottingKanbanView.Controller) {
    static template = "interim_placement.PlacementKanbanView";
}

registry.category("views").add("interim_placement_kanban", {
    ...rottingKanbanView,
    Controller: PlacementKanbanController,
    Renderer: PlacementKanbanRenderer,
});
