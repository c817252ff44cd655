"""Application Auto Scaling: targets and policies are kept and described, nothing scales yet."""
