"""What Lambda runs: one folder per function."""
