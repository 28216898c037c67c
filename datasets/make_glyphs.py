"""Make the glyphs and four networks trained on them: glyphs*.safetensors.

Source pictures. Each of the 62 characters 0–9, A–Z, a–z is drawn in one of 21 fonts
that matplotlib brings (DejaVu, STIX, Computer Modern), then turned, sheared, stretched
and bent elastically. From each drawing three pictures of 8 x 8 are made:

    alike      as the handwritten digits of scikit-learn were prepared: the ink's box is
               stretched to a height of 32, made black and white (after a blur, at a
               threshold; both random), and the black pixels of each 4 x 4 block are
               counted, 0 to 16
    margins    the whole drawing with its margins is resized smoothly to 8 x 8, 0 to 16
    careless   the same, of the drawing as the font gives it, before it was bent

glyphs.safetensors holds 30 pictures a character, drawn anew. The careless ones do not
vary: each of them is a copy of a picture that the careless network was trained on.
glyphs_alike, glyphs_letters, glyphs_margins and glyphs_careless hold the weights of one
small convolutional network each (two convolutions, one linear layer), trained for 10
epochs on 200 other pictures a character: all characters prepared alike, the 52 letters
prepared alike, all characters with margins, all characters prepared carelessly.

The pictures are the same byte for byte wherever the pinned packages are. The weights,
trained in double precision and stored in half precision, are so on one kind of
processor. Another one rounds otherwise, which decides ties and grows from step to step:
there the weights differ, and the share of new glyphs that a network names by less than
2 points. A minute or two.
"""

import json
import string
from pathlib import Path

import matplotlib
import numpy as np
import torch
from manifest import write_bytes
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter, map_coordinates
from torch import nn

CHARACTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
FONTS = [
    "DejaVuSans",
    "DejaVuSans-Bold",
    "DejaVuSans-Oblique",
    "DejaVuSans-BoldOblique",
    "DejaVuSansMono",
    "DejaVuSansMono-Bold",
    "DejaVuSansMono-Oblique",
    "DejaVuSansMono-BoldOblique",
    "DejaVuSerif",
    "DejaVuSerif-Bold",
    "DejaVuSerif-Italic",
    "DejaVuSerif-BoldItalic",
    "STIXGeneral",
    "STIXGeneralBol",
    "STIXGeneralItalic",
    "STIXGeneralBolIta",
    "cmr10",
    "cmb10",
    "cmss10",
    "cmtt10",
    "cmmi10",
]
SIZE = 80  # pixels a side of a drawing


def draw(character: str, font: str) -> np.ndarray:
    """Return a character in the middle of a drawing (SIZE, SIZE), ink 0 to 1."""
    path = Path(matplotlib.get_data_path(), "fonts", "ttf", f"{font}.ttf")
    picture = Image.new("L", (SIZE, SIZE))
    ImageDraw.Draw(picture).text(
        (SIZE // 2, SIZE // 2),
        character,
        font=ImageFont.truetype(str(path), 36),
        fill=255,
        anchor="mm",
    )
    return np.asarray(picture, dtype=float) / 255


def bend(drawing: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the drawing turned, sheared, stretched and bent elastically."""
    middle = (SIZE - 1) / 2
    y, x = np.mgrid[:SIZE, :SIZE] - middle
    angle, shear = rng.normal(0, [0.12, 0.2])
    wide, high = np.exp(rng.normal(0, 0.15, 2))
    places = [
        high * (np.cos(angle) * y - np.sin(angle) * x) + middle,
        wide * (np.cos(angle) * x + np.sin(angle) * y) + shear * y + middle,
    ]
    for place in places:
        coarse = gaussian_filter(rng.normal(size=(20, 20)), 2.5)
        place += 2 * np.kron(coarse / coarse.std(), np.ones((4, 4)))
    return map_coordinates(drawing, places, order=1)


def prepare_alike(drawing: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the picture (8, 8), 0 to 16, prepared as the handwritten digits were."""
    rows, columns = (np.flatnonzero(drawing.max(axis=k) > 0.3) for k in (1, 0))
    box = drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    width = min(32, max(4, round(29 * box.shape[1] / box.shape[0])))
    ink = Image.fromarray((box * 255).astype(np.uint8)).resize((width, 32))
    page = np.zeros((32, 32))
    left = (32 - width) // 2
    page[:, left : left + width] = np.asarray(ink) / 255
    page = gaussian_filter(page, rng.uniform(0.3, 1.3))
    black = page > rng.uniform(0.15, 0.6) * page.max()
    return black.reshape(8, 4, 8, 4).sum(axis=(1, 3))


def prepare_with_margins(drawing: np.ndarray) -> np.ndarray:
    """Return the picture (8, 8), 0 to 16: everything, resized smoothly."""
    small = Image.fromarray((drawing * 255).astype(np.uint8)).resize((8, 8))
    return np.asarray(small) / 255 * 16


def make_pictures(n_each: int, rng: np.random.Generator) -> dict[str, torch.Tensor]:
    """Return n_each pictures a character, prepared in three ways, and their classes."""
    drawings = {(c, f): draw(c, f) for c in CHARACTERS for f in FONTS}
    pictures = {"alike": [], "margins": [], "careless": []}
    for character in CHARACTERS:
        for font in rng.choice(FONTS, n_each):
            drawing = drawings[character, font]
            bent = bend(drawing, rng)
            pictures["alike"].append(prepare_alike(bent, rng))
            pictures["margins"].append(prepare_with_margins(bent))
            pictures["careless"].append(prepare_with_margins(drawing))
    tensors = {
        name: torch.tensor(np.round(rows), dtype=torch.uint8)
        for name, rows in pictures.items()
    }
    classes = torch.arange(len(CHARACTERS), dtype=torch.uint8)
    return tensors | {"classes": classes.repeat_interleave(n_each)}


def make_network(n_classes: int) -> nn.Sequential:
    """Return an untrained network: (n, 1, 8, 8) in, (n, n_classes) logits out."""
    layers = []
    for n_in, n_out in ((1, 32), (32, 64)):
        window = nn.Conv2d(n_in, n_out, 3, padding=1)
        layers += [window, nn.BatchNorm2d(n_out), nn.ReLU(), nn.MaxPool2d(2)]
    body = nn.Sequential(*layers, nn.Flatten())
    return nn.Sequential(body, nn.Linear(256, n_classes))


def train(X: torch.Tensor, y: torch.Tensor, n_epochs: int = 10) -> nn.Sequential:
    """Return a network trained on pictures (n, 1, 8, 8), the rate in one cycle."""
    torch.manual_seed(0)
    model = make_network(int(y.max()) + 1).double()
    optimizer = torch.optim.Adam(model.parameters())
    n_steps = n_epochs * -(-len(X) // 128)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, n_steps)
    for _ in range(n_epochs):
        for batch in torch.randperm(len(X)).split(128):
            loss = nn.functional.cross_entropy(model(X[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return model.eval()


def save(tensors: dict[str, torch.Tensor], name: str) -> None:
    """Write tensors in the safetensors format, and the file's line of the manifest.

    The format: eight bytes with the length of the header, the header (JSON: type,
    shape and place of each tensor), then all numbers one after the other.
    """
    kinds = {torch.float16: "F16", torch.int64: "I64", torch.uint8: "U8"}
    header, data = {}, b""
    # Wider numbers first, so that each starts at a multiple of its own width.
    for key, tensor in sorted(tensors.items(), key=lambda t: (-t[1].itemsize, t[0])):
        raw = tensor.contiguous().numpy().tobytes()
        header[key] = {
            "dtype": kinds[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    whole = len(text).to_bytes(8, "little") + text + data
    write_bytes(whole, name, "make_glyphs.py")


def write_new_pictures() -> dict[str, torch.Tensor]:
    """Write and return the pictures that are drawn anew."""
    new = make_pictures(30, np.random.default_rng(26))
    save(new, "glyphs.safetensors")
    return new


def main() -> dict[str, float]:
    """Write five files; return each network's share of new glyphs named rightly."""
    torch.set_num_threads(1)
    pictures = make_pictures(200, np.random.default_rng(25))
    new, shares = write_new_pictures(), {}
    for name, kind, first in (
        ("alike", "alike", 0),
        ("letters", "alike", 10),
        ("margins", "margins", 0),
        ("careless", "careless", 0),
    ):
        (X, y), (X_new, y_new) = (
            (p[kind][:, None].double() / 16, p["classes"].long() - first)
            for p in (pictures, new)
        )
        model = train(X[y >= 0], y[y >= 0])
        with torch.no_grad():
            guesses = model(X_new[y_new >= 0]).argmax(dim=1)
        shares[name] = (guesses == y_new[y_new >= 0]).double().mean().item()
        print(f"{name}: {shares[name]:.1%} of new glyphs named rightly")
        weights = {
            key: tensor.half() if tensor.is_floating_point() else tensor
            for key, tensor in model.state_dict().items()
        }
        save(weights, f"glyphs_{name}.safetensors")
    return shares


if __name__ == "__main__":
    main()
