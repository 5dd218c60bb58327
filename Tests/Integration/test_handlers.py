"""An author at work on a handler: checked, tested and begun anew, with the real program behind the real walls."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, Server

COOK = ROOT / "Plugins/CookCounty"


@pytest.fixture
def tool(folder):
    binary = Server(folder).binary

    def run(*arguments: str):
        return subprocess.run([binary, "module", *arguments], cwd=folder, capture_output=True, text=True)

    return run


@pytest.fixture
def copy(folder):
    """A copy of Cook County's folder with one thing changed in one file."""

    def change(name: str, old: str, new: str) -> Path:
        path = Path(folder) / "cook"
        shutil.copytree(COOK, path)
        text = (path / name).read_text()
        assert old in text
        (path / name).write_text(text.replace(old, new, 1))
        return path

    return change


def test_the_cases_of_a_handler_are_asked_of_the_real_program(tool, copy):
    tested = tool("test", str(COOK), "--json")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    names = [case["name"] for case in json.loads(tested.stdout)]
    assert "Without the waiver of preliminary examination it is refused" in names
    assert "slowest answer took" in tested.stderr
    wrong = copy("handler-cases.yaml", "courtDate: 2026-10-21", "courtDate: 2026-10-22")
    done = tool("test", str(wrong))
    assert done.returncode == 1
    assert "broken An agreement filed on a Monday is heard on the Wednesday of the next week" in done.stdout
    assert '"courtDate":"2026-10-21"' in done.stdout.split("answered events")[1].splitlines()[0]


def test_a_handler_of_another_version_is_a_fault(tool, copy):
    assert tool("check", str(COOK)).returncode == 0
    done = tool("check", str(copy("workflow.yaml", "\nversion: 1.0.0", "\nversion: 1.0.1")))
    assert done.returncode == 1
    assert "Give both the same id and version." in done.stdout


def test_a_handler_that_is_missing_or_is_none_is_named(tool, copy):
    path = copy("workflow.yaml", "executable: cook-county-handler", "executable: nobody")
    done = tool("check", str(path))
    assert done.returncode == 65 and f"Put its executable file into {path}." in done.stderr
    (path / "bin").mkdir()
    shutil.copy(shutil.which("true"), path / "bin/nobody")
    done = tool("check", str(path))
    assert done.returncode == 1 and "fault: nobody: the module crashed: it ended with code 0" in done.stdout
    assert tool("test", str(path)).returncode == 65


def test_a_new_handler_builds_and_keeps_its_cases(tool, folder):
    assert tool("new", "dane", "--handler", "swift").returncode == 65
    elsewhere = tool("new", "dane", "--handler", "swift", "--throughline", folder)
    assert elsewhere.returncode == 65 and "Sources/ModuleKit" in elsewhere.stderr
    made = tool("new", "dane", "--jurisdiction", "us-wi-dane", "--handler", "swift", "--throughline", str(ROOT))
    assert made.returncode == 0, made.stderr
    path = Path(folder) / "dane"
    package = str(path / "Handler")
    built = subprocess.run(["swift", "build", "--package-path", package], capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    (path / "bin").mkdir()
    shutil.copy(path / "Handler/.build/debug/dane-handler", path / "bin")
    checked = tool("check", str(path))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    tested = tool("test", str(path), "--json")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "The hearing is on the first Monday a month later" in tested.stdout
