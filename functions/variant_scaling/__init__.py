"""Registers the variants of an endpoint for scaling, except while their instance type changes."""
