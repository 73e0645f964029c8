"""The record panel: one page of plain widgets for a muscle, a technique, a topic, an area, a source."""
