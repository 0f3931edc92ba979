"""`python -m press.pdf`: the same pages as a PDF. Fonts lie in press/fonts, and nothing is fetched."""

import base64
import io
import logging
import mimetypes
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy

from press import bars, service
from press.drawings import draw
from press.fill import fill
from press.refusal import Refused

SECONDS, MEBIBYTES = 60, 768
FOLDER = Path(__file__).parent
STYLE = (FOLDER / "paper.css").read_text(encoding="utf-8")
PAPERS = {"A4": "a4", "Letter": "letter"}
AT_ONCE = 25  # pages that are laid out at once: memory grows with them
IN_MEMORY = 64 * 1024 * 1024  # what xhtml2pdf would else put into a file

mimetypes.init()  # reads files of the machine, which a press no longer may once its doors are closed


def make(request: service.Request) -> service.Answer:
    """`template`, `pages`, `logo_alt`, `logo` (PNG in base64), `logo_mm`, `paper`, `title`: they become `pdf`."""
    logging.getLogger("xhtml2pdf").setLevel(logging.CRITICAL)
    logo = partial(_logo, _as_jpeg(request["logo"]), request["logo_mm"])
    filled = fill(request["template"], request["pages"], request["logo_alt"])
    pages = [draw(page, logo, _barcode) for page in filled.pages]
    style = STYLE.replace("PAPER", PAPERS[request["paper"]])
    whole = PdfWriter()
    for some in _portions(pages):
        whole.append(io.BytesIO(_lay_out(some, style)))
    whole.add_metadata({"/Title": request["title"]})
    out = io.BytesIO()
    whole.write(out)
    return {"pdf": base64.b64encode(out.getvalue()).decode()}


def _portions(pages: Sequence[str]) -> Iterator[Sequence[str]]:
    return (pages[start : start + AT_ONCE] for start in range(0, len(pages), AT_ONCE))


def _lay_out(pages: Sequence[str], style: str) -> bytes:
    sheets = '<div class="next"></div>'.join(f"<div>{page}</div>" for page in pages)
    source = f'<html lang="en"><head><style>{style}</style></head><body>{sheets}</body></html>'
    out = io.BytesIO()
    policy = ResourceAccessPolicy.server(FOLDER / "fonts", allow_remote=False, max_document_bytes=IN_MEMORY)
    try:
        result = pisa.CreatePDF(
            source, dest=out, path=str(FOLDER / "fonts" / "pages"), capacity=IN_MEMORY, resource_policy=policy
        )
    except RenderLimitError as error:
        raise Refused("it is too long or nested too deeply for a PDF") from error
    if result.err:
        raise Refused("it can't be laid out on paper")
    return out.getvalue()


def _as_jpeg(png: str) -> str:
    """The logo as it goes into a PDF without being packed anew on each page; in base64, as it came."""
    if not png:
        return ""
    out = io.BytesIO()
    with Image.open(io.BytesIO(base64.b64decode(png)), formats=["PNG"]) as picture:
        picture.convert("RGB").save(out, "JPEG", quality=92, subsampling=0)
    return base64.b64encode(out.getvalue()).decode()


def _logo(content: str, width_mm: float, label: str) -> str:
    return f'<img src="data:image/jpeg;base64,{content}" alt="{label}" width="{width_mm:.1f}mm">' if content else ""


def _barcode(text: str, label: str) -> str:
    drawn = base64.b64encode(bars.svg(text, label).encode()).decode()
    size = f'width="{bars.width_mm(text):.1f}mm" height="{bars.HEIGHT_MM}mm"'
    return f'<img src="data:image/svg+xml;base64,{drawn}" alt="{label}" {size}>'


if __name__ == "__main__":
    service.serve(make, SECONDS, MEBIBYTES)
