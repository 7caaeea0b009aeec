"""Data quality: how full the records are, what the import found, and what others published."""

from npm_data.ui import quality_columns as columns
from npm_data.ui import quality_findings as findings
from npm_data.ui import quality_mandate as mandate
from npm_data.ui import quality_published as published
from npm_data.ui.frame import shell

app = shell.enter()
chosen = columns.choose(app)

columns.by_column(app, chosen)
columns.by_part(app, chosen)
mandate.by_year_and_reason(app)
mandate.listed(app)
published.against_the_register(app)
findings.by_rule(app)
findings.listed(app)
