"""What is said and where she is sent, as coordinators work on it: read, judged, changed, tried."""
