"""What the register stands on: the workspace folder, PostgreSQL, its roles, backup archives. No Django."""
