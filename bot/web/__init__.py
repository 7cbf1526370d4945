"""What both web faces stand on: her chat and the staff's console."""
