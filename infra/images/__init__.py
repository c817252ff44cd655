"""Images of `containers/`: their content, and who builds them."""
