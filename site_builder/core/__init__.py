"""What everything stands on: errors, disk, addresses, settings, processes."""
