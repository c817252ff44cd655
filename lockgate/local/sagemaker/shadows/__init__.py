"""Shadow variants: copies of requests whose answers nobody sees."""
