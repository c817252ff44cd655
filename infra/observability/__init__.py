"""What shows and watches the endpoints of an environment: metrics, dashboard, objectives."""
