"""The body's geometry: skin, skeleton, landmarks, regions, structures."""
