"""Her discreet web chat: one address, one cookie for the visit, nothing kept.

`app.make_app` makes the application, `app.make_runner` what serves it.
"""
