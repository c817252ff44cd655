"""Typed configuration: environments, model cards, catalogues and the rules they must meet.

Everything here is importable without the CDK and without an AWS SDK.
"""
