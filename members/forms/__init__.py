"""What people type about organisations: read and cleaned, nothing saved."""
