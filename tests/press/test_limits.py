"""A press reaches nothing but itself: no network, no program, no file of anybody else."""

import io
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from zoho_app.documents import press

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('a.example', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('/etc/passwd').read()",
        "open('/proc/self/environ').read()",
        "open('instance/secret_key').read()",
        "open('press/fonts/new', 'w')",
        "import os; os.open('press/fonts/new', os.O_CREAT | os.O_WRONLY)",
        "import os; os.remove('press/fonts/LICENSE')",
    ],
)
def test_the_doors_are_closed(deed: str) -> None:
    tried = f"try:\n    {deed}\nexcept limits.Forbidden:\n    print('no')"
    code = f"from press import limits\nlimits.close_the_doors()\n{tried}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "no\n", done.stderr


def test_a_pdf_asks_nobody_for_anything() -> None:
    """What the template loads from elsewhere is left out; a server that waits for it is not asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        here = f"http://127.0.0.1:{server.getsockname()[1]}"
        template = (
            f'<img src="{here}/a.png" class="logo" alt="a"><style>@import url({here}/b.css);</style>'
            f'<link rel="stylesheet" href="{here}/c.css"><p style="background: url({here}/d.png)">Łódź Москва</p>'
            f'<pdf:barcode value="1" type="qr"><pdf:insertpdf src="{here}/e.pdf"><img src="/etc/passwd">Ελλάδα'
        )
        text = (
            PdfReader(io.BytesIO(press.as_pdf(template, [{}], press.Paper("Slip", "A4", b"", 0, 0))))
            .pages[0]
            .extract_text()
        )
        assert text.split() == ["Łódź", "Москва", "Ελλάδα"]
        with pytest.raises(BlockingIOError):
            server.accept()
