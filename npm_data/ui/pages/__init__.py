"""What the pages with controls of their own are made of, a page a file."""
