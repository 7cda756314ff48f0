"""What people look at: a page that is one file, and the dashboard."""
