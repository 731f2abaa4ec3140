"""Which files of a bill of materials are the weights of a model, by their names."""

from __future__ import annotations

_SUFFIXES = (
    *(".bin", ".ckpt", ".gguf", ".h5", ".hdf5", ".joblib", ".keras", ".npy", ".npz", ".onnx", ".pb", ".pickle"),
    *(".pkl", ".pt", ".pth", ".safetensors", ".tflite"),
)


def is_weight_file(name: str) -> bool:
    """Whether a file is one of weights, as far as its name tells.

    >>> is_weight_file("models/adapter_model.safetensors"), is_weight_file("README.md")
    (True, False)
    """
    return name.lower().endswith(_SUFFIXES)
