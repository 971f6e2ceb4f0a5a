{
    "name": "Interim Placement: Netherlands",
    "summary": "What holds in the Netherlands only: public holidays as days off",
    "version": "19.0.1.0.0",
    "category": "Sales/Interim Placement",
    "author": "Interim Placement contributors",
    "website": "https://github.com/interim-placement/interim_placement",
    "license": "LGPL-3",
    "depends": ["interim_placement"],
    "data": [
        "security/ir.model.access.csv",
        "data/ir_cron_data.xml",
        "wizard/holiday_generate_views.xml",
    ],
}
