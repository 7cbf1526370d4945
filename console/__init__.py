"""The staff's door: its own application, host name, port and cookie. It knows no channel."""
