"""The bodies of pages that hold controls of their own, a file a page."""
