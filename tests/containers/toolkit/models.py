"""Model folders for the toolkit's container."""

import json
import zipfile
from pathlib import Path

LABELS = ["sun", "rain"]
LINEAR = {"labels": LABELS, "weights": [[1.0, -2.0, 0.5], [-1.0, 2.0, 0.25]], "bias": [0.1, -0.3]}
ROWS = [[1.0, 0.5, 2.0], [0.0, 3.0, -1.0]]

TRICKS = '''
"""Does what its request says."""
import json, os, sys, time

def model_fn(model_dir):
    print("model_fn in", model_dir)
    return os.path.basename(os.path.realpath(model_dir))

def input_fn(body, content_type):
    return json.loads(body)

def predict_fn(asked, model):
    if "say" in asked:
        print(asked["say"])
        print("warned:", asked["say"], file=sys.stderr)
    if "fail" in asked:
        raise KeyError(asked["fail"])
    if "sleep" in asked:
        time.sleep(asked["sleep"])
    if "end" in asked:
        os._exit(3)
    return {"letters": "x" * asked.get("letters", 0), "pid": os.getpid()}
'''
BROKEN = """
def model_fn(model_dir):
    raise OSError("weights.bin is not there")
"""


def linear(folder: Path) -> Path:
    """What the image's own handler reads."""
    folder.mkdir(parents=True)
    (folder / "model.json").write_text(json.dumps(LINEAR))
    return folder


def with_code(folder: Path, code: str, **files: str) -> Path:
    """A model that brings its own handler, and further files of its code."""
    (folder / "code").mkdir(parents=True)
    (folder / "code" / "inference.py").write_text(code)
    for name, text in files.items():
        (folder / "code" / name.replace("_txt", ".txt")).write_text(text)
    return folder


def wheel(folder: Path) -> Path:
    """A package that pip can install without a network: `greeting`, with one word in it."""
    info = "greeting-1.0.dist-info"
    contents = {
        "greeting.py": 'WORD = "hello"\n',
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,{len(text)}\n" for name, text in contents.items())
    path = folder / "greeting-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**contents, f"{info}/RECORD": record}.items():
            archive.writestr(name, text)
    return path
