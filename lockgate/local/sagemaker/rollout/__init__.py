"""How an endpoint gets to another configuration: traffic shifting, alarms, rollback."""
