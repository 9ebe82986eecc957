"""What pages and reports read: frozen values, never live rows; a fixed number of database queries each."""
