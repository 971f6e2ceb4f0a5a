import { withMyDay } from "@interim_placement/views/my_day/my_day";
import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";

export class PlacementListController extends withMyDay(listView.Controller) {
    static template = "interim_placement.PlacementListView";
}

registry.category("views").add("interim_placement_list", {
    ...listView,
    Controller: PlacementListController,
});
