"""One construct per kind of endpoint, and the parts that they share."""
