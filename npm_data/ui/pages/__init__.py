"""The bodies of pages with controls of their own; `pages/` has the scripts that run them."""
