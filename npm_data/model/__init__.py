"""The register's meaning: schemas, rules, periods and filters. No input or output."""
