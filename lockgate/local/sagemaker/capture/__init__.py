"""Data capture: requests and answers of endpoints, sampled and kept in S3."""
