"""What is deployed: typed configuration, stacks and constructs."""
