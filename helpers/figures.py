"""Figures: fixed roles for what is drawn, and a picture with its words.

The style itself is `plt.style.use("helpers.course")` (course.mplstyle in this folder).
"""

import base64
import html
import io
from typing import Any

# Okabe and Ito's palette (2008, "Color Universal Design"): told apart by colour-blind
# readers; with one marker and one line style each, also in grey print.
ROLES: dict[str, tuple[str, str, str]] = {
    "training": ("#0072B2", "o", "-"),
    "validation": ("#E69F00", "s", "--"),
    "test": ("#D55E00", "^", "-."),
    "truth": ("#000000", "D", "-"),
    "baseline": ("#767676", "x", ":"),
    "model": ("#009E73", "P", "-"),
    "other": ("#AA4499", "v", (0, (5, 1, 1, 1, 1, 1))),
}


def role(name: str, draw: str = "line") -> dict[str, Any]:
    """Return the keyword arguments of `ax.plot` for what plays this role in a lesson.

    draw: "line", "points" or "both". Raises KeyError for an unknown role.
    """
    if name not in ROLES:
        raise KeyError(f"no role {name!r}; there are {', '.join(ROLES)}")
    color, marker, line = ROLES[name]
    return {
        "color": color,
        "marker": "" if draw == "line" else marker,
        "linestyle": "none" if draw == "points" else line,
    }


def show(fig: Any, alt: str) -> None:
    """Display a matplotlib figure with `alt`, what a reader should see in it.

    A 144 dpi PNG of 64 colours inside an HTML image: the one form whose alternative
    text JupyterLab and nbconvert keep. Raises ValueError if `alt` says too little to
    replace the picture (under 40 characters).
    """
    import matplotlib.pyplot as plt
    import numpy as np
    from IPython.display import display
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    if len(alt.strip()) < 40:
        raise ValueError(
            "alt: say in a sentence what a reader should see in the figure"
        )
    # The pixels that `savefig` would write, without its second pass and its PNG.
    fig.set_dpi(144)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3]
    plt.close(fig)
    picture = Image.fromarray(pixels).quantize(64, dither=Image.Dither.NONE)
    small = io.BytesIO()
    picture.save(small, format="png")  # `optimize` takes six times as long for a tenth
    code = base64.b64encode(small.getvalue()).decode()
    tag = (
        f'<img alt="{html.escape(alt)}" width="{round(picture.width / 1.5)}" '
        f'style="max-width: 100%; height: auto" src="data:image/png;base64,{code}">'
    )
    display({"text/html": tag, "text/plain": alt}, raw=True)
