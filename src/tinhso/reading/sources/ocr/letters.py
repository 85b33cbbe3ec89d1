"""Letters of one line, by a network that reads strips 32 rows high (CTC, greedy)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from tinhso.base.text import nfc
from tinhso.reading.sources.ocr.cleaning import Grey

_PACKAGE: Final = "asterocr"
_HEIGHT: Final = 32
_STEP: Final = 4
_WIDEST: Final = 1_000
_NARROWEST: Final = 32
_BLANK: Final = 0
_LOADING: Final = Lock()


@cache
def _network() -> tuple[Any, list[str]]:
    """The network and the signs it knows, loaded once a process."""
    assets = files_of_package()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # lines are read side by side instead: that is faster
    options.log_severity_level = 3
    network = onnxruntime.InferenceSession(
        str(assets / "asternet.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return network, json.loads((assets / "vocab.json").read_text(encoding="utf-8"))["chars"]


def files_of_package() -> Path:
    """Where the package keeps its network; the package itself is not imported. Raises ModuleNotFoundError."""
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(_PACKAGE)
    return Path(next(iter(found.submodule_search_locations))) / "assets"


def read(strip: Grey) -> tuple[str, float]:
    """The words of one strip, and how sure they are, from 0 to 1."""
    with _LOADING:
        network, signs = _network()
    name = network.get_inputs()[0].name
    (told,) = network.run(None, {name: _prepared(strip)})
    return _decoded(told[:, 0, :], signs)


def _prepared(strip: Grey) -> NDArray[np.float32]:
    """The strip as the network takes it: three equal colours from -1 to 1."""
    high, wide = strip.shape
    width = min(max(int(wide * _HEIGHT / high), _NARROWEST), _WIDEST)
    width = (width + _STEP - 1) // _STEP * _STEP
    small = Image.fromarray(strip).resize((width, _HEIGHT), Image.Resampling.BILINEAR)
    plain = np.asarray(small, dtype=np.float32) / 127.5 - 1
    return np.ascontiguousarray(np.broadcast_to(plain, (1, 3, _HEIGHT, width)))


def _decoded(told: NDArray[np.float32], signs: Sequence[str]) -> tuple[str, float]:
    best = told.argmax(axis=1)
    sure = np.exp(told.max(axis=1))
    fresh = (best != _BLANK) & (best != np.pad(best, (1, 0), constant_values=-1)[:-1])
    words = nfc("".join(signs[one] for one in best[fresh]))
    return " ".join(words.split()), float(sure[fresh].mean()) if fresh.any() else 0.0
