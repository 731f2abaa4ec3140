"""Which Python packages the libraries are that the hub names."""

from __future__ import annotations

PACKAGES = {
    "adapter-transformers": "adapters",
    "allennlp": "allennlp",
    "asteroid": "asteroid",
    "bertopic": "bertopic",
    "diffusers": "diffusers",
    "espnet": "espnet",
    "fastai": "fastai",
    "flair": "flair",
    "keras": "keras",
    "open_clip": "open-clip-torch",
    "paddlenlp": "paddlenlp",
    "peft": "peft",
    "sentence-transformers": "sentence-transformers",
    "setfit": "setfit",
    "sklearn": "scikit-learn",
    "spacy": "spacy",
    "span-marker": "span-marker",
    "speechbrain": "speechbrain",
    "stable-baselines3": "stable-baselines3",
    "stanza": "stanza",
    "timm": "timm",
    "transformers": "transformers",
    "unsloth": "unsloth",
    "vllm": "vllm",
}
"""`library_name` on the hub -> name on the Python package index (Hugging Face, hub documentation, "Libraries" and the
pages of each on how it is installed). A name that is not here says nothing about a package."""
