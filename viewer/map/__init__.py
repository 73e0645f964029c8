"""The body map: pictures, marks, picking and gestures, and figures for files and print."""
