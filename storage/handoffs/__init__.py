"""The handoffs in the database: sealed cards, lines closed to each handoff's own key, and wraps."""
