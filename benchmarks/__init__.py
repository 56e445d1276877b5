"""Measures this server against three others that do the same work on the same database: see RESULTS.md."""
