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
  5:
    source: s3://weights-bucket/compiled/
    container: {managed: huggingface-llm-neuronx}
    neuron: {tensor_parallel_degree: 2}
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
    "environments/kinds.yaml": """\
account: "111122223333"
region: eu-west-1
images: local
results: {retention_days: 7}
endpoints:
  split:
    kind: realtime
    instance: ml.c5.large
    scale: {min: 1, max: 3, concurrent_requests_per_instance: 4}
    variants:
      steady: {model: tiny@1, weight: 9}
      bold: {model: tiny@4, weight: 1, instance: ml.g5.2xlarge, scale: {min: 2, max: 2}}
  shaded:
    kind: realtime
    model: tiny@1
    instance: ml.c5.large
    shadow: {model: tiny@2, percent: 50, environment: {A: b}}
  queue:
    kind: async
    model: tiny@1
    instance: ml.c5.large
    scale: {max: 3, backlog_per_instance: 7}
    notifications: {include_response: [success]}
    capture: {percent: 10, redact: {patterns: [email], drop_keys: [user]}}
  told:
    kind: async
    model: tiny@3
    instance: ml.g5.2xlarge
    scale: {min: 1, max: 1}
    max_concurrent_invocations_per_instance: 3
    output: s3://results-bucket/answers
    failures: s3://results-bucket/failures/
    notifications: {topics: {error: "arn:aws:sns:eu-west-1:111122223333:failures"}}
  spare:
    kind: serverless
    model: tiny@1
    memory_mb: 3072
    max_concurrency: 10
    provisioned_concurrency: 2
  many:
    kind: multi-model
    models: [tiny@1]
    instance: ml.c5.large
    model_cache: false
    scale: {min: 1, max: 2, invocations_per_instance_per_minute: 60}
  chip:
    kind: inferentia
    model: tiny@5
    instance: ml.inf2.xlarge
""",
    "containers/llamacpp/Dockerfile": "FROM scratch\nCOPY inference_code /srv/inference_code\n",
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
