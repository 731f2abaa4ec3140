"""Fine-tune a small vision transformer on pictures of dishes, with LoRA."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch
import yaml
from datasets import Dataset, load_dataset
from peft import LoraConfig, get_peft_model
from torchvision.transforms import Compose, Normalize, RandomHorizontalFlip, RandomResizedCrop, ToTensor
from transformers import AutoImageProcessor, AutoModelForImageClassification, Trainer, TrainingArguments

BASE_MODEL = "WinKawaks/vit-tiny-patch16-224"


def load_split(config: dict[str, Any], split: str) -> Dataset:
    """One split of the dataset that the configuration names."""
    return load_dataset(config["dataset_name"], split=config[split], revision=config["dataset_revision"])


def transform_for(processor: Any) -> Compose:
    """What happens to a picture before the model sees it."""
    side = processor.size["height"]
    return Compose(
        [
            RandomResizedCrop(side, scale=(0.7, 1.0)),
            RandomHorizontalFlip(),
            ToTensor(),
            Normalize(processor.image_mean, processor.image_std),
        ]
    )


def collate(rows: list[dict[str, Any]]) -> dict[str, torch.Tensor]:
    """A batch of rows."""
    return {
        "pixel_values": torch.stack([row["pixel_values"] for row in rows]),
        "labels": torch.tensor([row["label"] for row in rows]),
    }


def train(config: dict[str, Any]) -> Path:
    """Train an adapter; the folder that it was saved in."""
    rows, held_out = load_split(config, "train_split"), load_split(config, "eval_split")
    labels = rows.features["label"].names
    processor = AutoImageProcessor.from_pretrained(BASE_MODEL)
    model = AutoModelForImageClassification.from_pretrained(
        BASE_MODEL, num_labels=len(labels), ignore_mismatched_sizes=True
    )
    model = get_peft_model(model, LoraConfig(modules_to_save=["classifier"], **config["lora"]))
    transform = transform_for(processor)

    def prepare(batch: dict[str, Any]) -> dict[str, Any]:
        batch["pixel_values"] = [transform(image.convert("RGB")) for image in batch["image"]]
        return batch

    arguments = TrainingArguments(config["output_dir"], remove_unused_columns=False, **config["training"])
    trainer = Trainer(
        model,
        arguments,
        data_collator=collate,
        train_dataset=rows.with_transform(prepare),
        eval_dataset=held_out.with_transform(prepare),
    )
    trainer.train()
    print(trainer.evaluate())
    saved = Path(config["output_dir"]) / "adapter"
    model.save_pretrained(saved)
    return saved


def main() -> None:
    """Read the configuration and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("train.yaml"))
    arguments = parser.parse_args()
    print(train(yaml.safe_load(arguments.config.read_text())))


if __name__ == "__main__":
    main()
