"""`python -m press.logo`: an uploaded picture, read with care and drawn anew as a small PNG."""

import base64
import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from press import service
from press.refusal import Refused

SECONDS, MEBIBYTES = 10, 512
FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 25_000_000
# Three times what 60 x 25 mm need on a screen: sharp on paper, too.
LARGEST = (720, 300)


def make(request: service.Request) -> service.Answer:
    """`picture` in base64 becomes `png` in base64, upright and not larger than LARGEST, with `width` and `height`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            drawn = _redraw(base64.b64decode(request["picture"]))
    except UnidentifiedImageError as error:
        raise Refused("it is no PNG, JPEG or WebP; save it as one of these") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise Refused(f"it has too many pixels; at most {MOST_PIXELS:,}") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refused("the file is damaged; save it anew and choose it again") from error
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return {"png": base64.b64encode(out.getvalue()).decode(), "width": drawn.width, "height": drawn.height}


def _redraw(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        picture = ImageOps.exif_transpose(opened).convert("RGBA")
    picture.thumbnail(LARGEST)
    drawn = Image.new("RGB", picture.size, "white")  # as paper is; nothing of the file stays but its pixels
    drawn.paste(picture, mask=picture.getchannel("A"))
    return drawn


if __name__ == "__main__":
    service.serve(make, SECONDS, MEBIBYTES)
