"""The studio: coordinators see the conversation as women meet it, and try it beside the script."""
