"""Makes CloudWatch metrics of the endpoints' inference records, and stores the records."""
