"""What leaves the screen: figures, sheets, print, PDF."""
