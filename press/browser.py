"""`python -m press.browser`: the pages of a document as HTML for a browser."""

from press import service
from press.drawings import draw
from press.fill import fill
from press.letters import missing

SECONDS, MEBIBYTES = 3, 384


def make(request: service.Request) -> service.Answer:
    """`template`, `pages` (the data of each), `logo_alt` and `logo_href` become `pages`, the HTML of each.

    `without_barcode` are texts that should have had a bar code and can't; `not_in_pdf` letters that no PDF shows.
    """
    href = request["logo_href"]

    def logo(label: str) -> str:
        return f'<img class="logo" alt="{label}" src="{href}">' if href else ""

    filled = fill(request["template"], request["pages"], request["logo_alt"])
    return {
        "pages": [draw(page, logo) for page in filled.pages],
        "without_barcode": filled.without_barcode,
        "not_in_pdf": sorted(set().union(*map(missing, filled.pages))),
    }


if __name__ == "__main__":
    service.serve(make, SECONDS, MEBIBYTES)
