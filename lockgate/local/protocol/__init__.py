"""The wire protocols of AWS, as botocore's service models describe them."""
