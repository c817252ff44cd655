"""List prices of us-east-1 in USD, without free tiers and volume discounts.

As AWS's pricing pages had them in 2026. AWS changes prices, and each region has its own: look there
before you rely on a figure.
"""

AS_OF = "2026"
SOURCES = {
    "CloudWatch": "https://aws.amazon.com/cloudwatch/pricing/",
    "Kinesis Data Streams": "https://aws.amazon.com/kinesis/data-streams/pricing/",
    "Lambda": "https://aws.amazon.com/lambda/pricing/",
    "S3": "https://aws.amazon.com/s3/pricing/",
    "SQS": "https://aws.amazon.com/sqs/pricing/",
    "KMS": "https://aws.amazon.com/kms/pricing/",
}

GB = 1024**3
LOGS_INGESTED_GB = 0.50
"""Standard log class; logs of Lambda functions too, in their first tier."""
LOGS_STORED_GB_MONTH = 0.03
METRIC_MONTH = 0.30
"""Each of the first 10,000 custom metrics: a name with one combination of dimensions. By the hour:
a metric costs nothing in hours in which nothing is published."""
STREAM_HOUR = 0.04
"""Of Kinesis, on demand (standard)."""
STREAM_IN_GB = 0.08
STREAM_OUT_GB = 0.04
STREAM_UNIT_BYTES = 1024
"""Each record is rounded up to a multiple of it."""
LAMBDA_GB_SECOND = 0.0000133334
"""On arm64."""
LAMBDA_REQUEST = 0.20 / 1e6
S3_PUT = 0.005 / 1000
S3_GET = 0.0004 / 1000
S3_GB_MONTH = 0.023
SQS_REQUEST = 0.40 / 1e6
KMS_REQUEST = 0.03 / 10_000
