import { _t } from "@web/core/l10n/translation";
import { Domain } from "@web/core/domain";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { Component, EventBus, useState } from "@odoo/owl";

/** What is counted: the filters of the search view that have this name. */
const FILTERS = [
    { name: "checkin_due", icon: "fa-comments-o" },
    { name: "waiting_for_signature", icon: "fa-pencil-square-o" },
    { name: "ending_undecided", icon: "fa-hourglass-half" },
    { name: "meeting_today", icon: "fa-calendar" },
    { name: "silent", icon: "fa-bell-slash-o" },
];

/** Counted as well, and not on the board: assignments. Each opens what it counts. */
const LISTS = [
    {
        name: "closing_unproposed",
        icon: "fa-calendar-times-o",
        action: "interim_placement.interim_assignment_closing_action",
        label: _t("Closing without Proposal"),
        help: _t("Assignments, yours and unassigned ones, that close soon while nobody is proposed"),
    },
];

/**
 * My day: how many placements ask for somebody today. Each number switches a filter of the search
 * bar on and off; that of assignments opens their list.
 */
export class MyDay extends Component {
    static template = "interim_placement.MyDay";
    static props = { board: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ counts: {} });
        // After the board, not with it: what is asked for first is answered first.
        useBus(this.props.board, "loaded", () => this.load());
        useBus(this.env.searchModel, "update", () => this.render());
    }

    get counters() {
        const isOwn = ({ type }) => type === "filter" && !this.env.inDialog;
        const items = this.env.searchModel.getSearchItems(isOwn);
        const itemByName = Object.fromEntries(items.map((item) => [item.name, item]));
        return FILTERS.filter(({ name }) => name in itemByName).map(({ name, icon }) => ({
            name,
            icon,
            id: itemByName[name].id,
            groupId: itemByName[name].groupId,
            label: itemByName[name].description,
            help: itemByName[name].tooltip,
            isPressed: itemByName[name].isActive,
            count: this.state.counts[name],
        }));
    }

    get lists() {
        return LISTS.map((list) => ({ ...list, count: this.state.counts[list.name] }));
    }

    /** What the board shows, as if no counter were pressed: so each number is what it would show. */
    get domain() {
        const { searchModel } = this.env;
        const own = new Set(this.counters.map(({ groupId }) => groupId));
        const others = searchModel.facets.filter(({ groupId, domain }) => domain && !own.has(groupId));
        return Domain.and([
            searchModel.globalDomain,
            ...others.map(({ domain }) => domain),
        ]).toList(searchModel.domainEvalContext);
    }

    async load() {
        if (!this.counters.length) {
            return;
        }
        const counted = this.orm.silent.call("interim.placement", "get_my_day", [this.domain]);
        this.state.counts = await this.keepLast.add(counted);
    }

    open(list) {
        this.action.doAction(list.action);
    }

    toggle(counter) {
        this.env.searchModel.toggleSearchItem(counter.id);
    }
}

/**
 * A view's controller with my day above its records, loaded again whenever these are.
 *
 * @template {typeof Component} T
 * @param {T} Controller of a kanban or list
 */
export const withMyDay = (Controller) =>
    class extends Controller {
        static components = { ...Controller.components, MyDay };

        setup() {
            this.board = new EventBus();
            super.setup();
        }

        get modelParams() {
            const params = super.modelParams;
            const { onRecordSaved, onRootLoaded } = params.hooks;
            const loaded = () => this.board.trigger("loaded");
            params.hooks = {
                ...params.hooks,
                onRecordSaved: async (...args) => {
                    await onRecordSaved?.(...args);
                    loaded();
                },
                onRootLoaded: async (...args) => {
                    await onRootLoaded?.(...args);
                    loaded();
                },
            };
            return params;
        }
    };
