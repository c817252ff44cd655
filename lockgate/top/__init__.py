"""How the endpoints of an environment do: a live table of figures from CloudWatch."""
