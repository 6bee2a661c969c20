"""Types into a workbook through LibreOffice, as a person would; run by the system's Python, which has UNO.

Usage: python3 uno_typist.py FILE JSON — JSON is {"sheet": {"cell": "typed text"}}; the file is saved in place.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PIPE = "sitrep-typist"


def connected(process: subprocess.Popen[bytes]) -> Any:
    """The desktop of the office process, once it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if process.poll() is not None:
                sys.exit("soffice ended before it could be used")
            time.sleep(0.25)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    sys.exit("soffice did not answer")


def hidden() -> tuple[Any, ...]:
    """Open without a window."""
    return (PropertyValue("Hidden", 0, True, 0),)


def main() -> None:
    """Open, type, save, close."""
    path, typed = Path(sys.argv[1]).resolve(), json.loads(sys.argv[2])
    with tempfile.TemporaryDirectory() as profile:
        office = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}"]
        process = subprocess.Popen([*office, f"--accept=pipe,name={PIPE};urp;"])
        desktop = connected(process)
        document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, hidden())
        for sheet, cells in typed.items():
            for cell, text in cells.items():
                # FormulaLocal is what the keyboard does: a date typed becomes a date
                document.Sheets.getByName(sheet).getCellRangeByName(cell).FormulaLocal = text
        document.store()
        document.close(True)
        desktop.terminate()
        process.wait(30)


if __name__ == "__main__":
    main()
