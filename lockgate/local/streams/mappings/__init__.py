"""Event source mappings that bring the records of Kinesis streams to Lambda functions.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
"""
