"""CloudWatch alarms: metric math, periods, missing data."""
