"""Serves the dashboard: who is who, what may be asked, what is answered and logged."""
