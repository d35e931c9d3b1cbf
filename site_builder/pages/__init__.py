"""What people read, as views for templates."""
