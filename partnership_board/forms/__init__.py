"""What people write about seats, meetings, items and proposals: read, cleaned, and passed on."""
