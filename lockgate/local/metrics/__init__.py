"""CloudWatch metrics: values with counts, statistics, queries."""
