"""The body in three dimensions: surface, landmarks, places, sheets, zones, views. No Qt, no YAML."""
