import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";

import { patch } from "@web/core/utils/patch";

/**
 * A check-in is not done by a tick: its form asks for both scores, what was said and what is next.
 *
 * @returns {Object} what makes "Mark Done" open that form for the activity of a check-in
 */
const opensCheckinForm = () => ({
    async onClickMarkAsDone(ev) {
        const { activity, onActivityChanged } = this.props;
        if (!activity.interim_checkin_id) {
            return super.onClickMarkAsDone(ev);
        }
        // Kept apart: the popover of a card, and this component with it, closes meanwhile.
        const { action, orm } = this.env.services;
        const thread = this.env.services["mail.store"].Thread.insert({
            model: activity.res_model,
            id: activity.res_id,
        });
        const form = await orm.call("mail.activity", "action_open_checkin", [[activity.id]]);
        await new Promise((resolve) => {
            action.doAction(form, { onClose: resolve });
        });
        onActivityChanged?.(thread);
        await thread.fetchNewMessages();
    },
});

patch(Activity.prototype, opensCheckinForm());
patch(ActivityListPopoverItem.prototype, opensCheckinForm());
