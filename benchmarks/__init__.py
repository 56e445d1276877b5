"""How fast this server is, beside three others that do the same work on the same database: see RESULTS.md."""
