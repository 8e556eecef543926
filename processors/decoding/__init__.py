"""From lines of JSON to checked events in columns: here or in other processes, merged by time and cut by day."""
