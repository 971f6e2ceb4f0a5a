{
    "name": "WeasyPrint Reports",
    "summary": "Reports as tagged, archivable PDF/A-3a, made by WeasyPrint in process",
    "version": "19.0.1.0.0",
    "category": "Technical",
    "author": "Interim Placement contributors",
    "website": "https://github.com/interim-placement/interim_placement",
    "license": "LGPL-3",
    "depends": ["web"],
    "external_dependencies": {"python": ["weasyprint"]},
    "data": [
        "views/document_templates.xml",
        "views/ir_actions_report_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["report_weasyprint/static/src/js/*"],
    },
}
