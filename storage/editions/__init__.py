"""Editions: everything that is said and where she is sent, whole, and never changed again.

An edition is a set of files by path: `flows/near.yaml`, `locales/en/flows.po`,
`locales/en/interface.po`, `network/nodes.toml`, `examples.yaml`. One is live. Coordinators
change a *draft*, which is an edition's files and what was changed in them; proposed, it
becomes an edition that waits for a second person (P11).
"""
