"""What flows: log events to their subscribers, and records of Kinesis streams to functions."""
