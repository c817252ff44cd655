"""A small project that uses what the project's own environments do not."""

from pathlib import Path

FILES = {
    "cdk.json": "{}",
    "models/tiny.yaml": """\
name: tiny
task: chat
license: Apache-2.0
architecture: {parameters: 1_000_000, layers: 2, kv_heads: 2, head_dim: 64, max_context: 4096}
releases:
  1:
    source: file:weights/tiny.gguf
    sha256: 9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c
    container: llamacpp
    settings: {context_length: 2048, parallel_requests: 4}
  2:
    source: file:weights/folder
    container: llamacpp
    settings: {context_length: 2048, parallel_requests: 4}
  3:
    source: s3://weights-bucket/tiny/
    container: {managed: djl-lmi}
    settings: {context_length: 2048, parallel_requests: 4}
  4:
    source: hf:acme/tiny@main
    container: {managed: vllm, version: 0.30.0}
    environment: {SM_VLLM_DTYPE: half}
    settings: {context_length: 2048, parallel_requests: 4}
""",
    "environments/built.yaml": """\
account: "111122223333"
region: eu-west-1
network: {vpc: {create: {max_azs: 2, nat_gateways: 0}}}
tags: {team: platform}
endpoints:
  file:
    kind: realtime
    model: tiny@1
    instance: ml.c5.large
    volume_gb: 20
    environment: {LOCKGATE_PARALLEL_REQUESTS: "2"}
    tags: {team: search}
    scale: {min: 2, max: 4, concurrent_requests_per_instance: 5}
    rollout: {strategy: canary, percent: 10, wait: 10m, termination_wait: 2m, timeout: 1h}
    capture: {percent: 50}
""",
    "environments/docker.yaml": """\
account: "111122223333"
region: eu-west-1
protect: true
images: docker
kms_key: arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555
network: {vpc: {id: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0]}}
endpoints:
  folder:
    kind: realtime
    model: tiny@2
    instance: ml.c5.large
    scale: {min: 1, max: 3, invocations_per_instance_per_minute: 60}
    rollout: {strategy: linear, percent: 25}
  prefix:
    kind: realtime
    model: tiny@3
    instance: ml.g6.2xlarge
    rollout: {strategy: rolling, percent: 20, rollback: false}
""",
    "environments/remote.yaml": """\
account: "111122223333"
region: eu-west-1
images: local
network: {vpc: {id: vpc-1234abcd, subnets: [subnet-1234abcd], security_groups: [sg-1234abcd]}}
endpoints:
  hub:
    kind: realtime
    model: tiny@4
    instance: ml.g5.2xlarge
""",
    "containers/llamacpp/Dockerfile": "FROM scratch\n",
    "inference_code/__main__.py": "",
    "weights/tiny.gguf": "weights",
    "weights/folder/config.json": "{}",
}


def write_house(root: Path) -> None:
    """Write the project's files below a folder."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
