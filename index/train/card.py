"""The model card: what the encoder is, what it was made of, how well it finds, and what it is not for."""

from __future__ import annotations

from pathlib import Path

from index.train.train import Settings

TEMPLATE = Path(__file__).with_name("card.md")


def write_card(folder: Path, settings: Settings, steps: int, figures: str) -> None:
    """Writes ``README.md`` into the model folder."""
    text = TEMPLATE.read_text(encoding="utf-8").format(
        dimension=settings.dimension,
        pieces=settings.pieces,
        batch=settings.batch,
        steps=steps,
        rate=settings.rate,
        length_rate=settings.length_rate,
        scale=settings.scale,
        cloze=settings.cloze,
        seed=settings.seed,
        figures=figures,
    )
    (folder / "README.md").write_text(text, encoding="utf-8")
