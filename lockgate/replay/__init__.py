"""Metrics computed again from the stored inference records, and compared with CloudWatch's."""
