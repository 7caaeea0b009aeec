"""The frame round every page: menu, filters, address, language, and what is said on all of them."""
