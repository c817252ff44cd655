"""Multi-model variants: models that are loaded into running containers on their first use."""
