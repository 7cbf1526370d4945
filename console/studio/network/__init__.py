"""The network's data: centres, hours, contacts, closures, and lists brought in."""
