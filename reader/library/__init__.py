"""What the reader adds to articles and what must last: labels, notes, anchors, places. Standard library only."""
