import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Download a report that WeasyPrint makes. Odoo's own way would first ask for wkhtmltopdf, and show
 * the report as HTML where that is missing.
 *
 * @param {Object} action the report action
 * @param {Object} options
 * @param {Object} env
 * @returns {Promise<boolean>} whether the report was this handler's affair
 */
async function downloadWeasyprintReport(action, options, env) {
    if (action.report_type !== "qweb-pdf" || action.pdf_engine !== "weasyprint") {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("report_weasyprint", downloadWeasyprintReport);
