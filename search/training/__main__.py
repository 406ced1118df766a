"""``python -m search.training --corpora DIR``: train the default model and write it where it is shipped."""

import time
from pathlib import Path

import click
import torch

from ontology.errors import SesakuError
from search.static_model import default_model_path
from search.training.pipeline import SEED, train


@click.command()
@click.option("--corpora", type=click.Path(path_type=Path), required=True, help="Folder laid out as corpora.toml says.")
@click.option("--output", type=click.Path(path_type=Path), default=default_model_path, help="Folder of the model.")
def main(corpora: Path, output: Path) -> None:
    """Train the default embedding model; the same corpora give the same model."""
    started = time.perf_counter()
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # more threads spin on batches this small

    def report(message: str) -> None:
        click.echo(f"[{time.perf_counter() - started:5.0f} s, {time.process_time():5.0f} s of processor] {message}")

    try:
        train(corpora, output, report)
    except SesakuError as error:
        raise click.ClickException(str(error)) from error
    report(f"model written to {output}")


if __name__ == "__main__":
    main()
