"""What people gave us and what we did, in SQLite or PostgreSQL: the same tables and statements for both."""
