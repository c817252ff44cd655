"""What the observability pipeline costs on AWS, from measured sizes and list prices."""
