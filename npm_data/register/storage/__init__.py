"""The register's file: opened, built anew beside the old one, changed, and its versions kept."""
