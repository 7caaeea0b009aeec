"""What the pages are made with: the frame, the filters and the one way to show a chart."""
