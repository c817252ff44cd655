from tests.lockgate.conftest import kinds, project_root

__all__ = ["kinds", "project_root"]
