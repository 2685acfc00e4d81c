"""What holds for every run of the tests: nobody's own files are touched, and nbval compares.

nbval passes a notebook whose cells hold no execution counts without comparing anything, and a
marker silences a cell without a trace. So what it really compared is counted here and held against
what the stored notebooks hold; a run in which the two differ fails.
"""

import json
import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from lessons_lib.course.storing import IGNORING_TAGS, WIDGET_VIEW, away_from_the_learner

NOT_COMPARED = {WIDGET_VIEW, "image/jpeg", "image/png"}


def pytest_configure(config: pytest.Config) -> None:
    """Keep tests and kernels away from the learner's files, and watch over nbval."""
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    environment = pytest.MonkeyPatch()
    config.add_cleanup(environment.undo)
    for name, value in away_from_the_learner(Path(folder.name)).items():
        environment.setenv(name, value)
    config.pluginmanager.register(ComparisonGuard(), "comparison-guard")


def stored_values(path: Path) -> dict[int, int]:
    """How many values nbval has to compare in each code cell of a stored notebook.

    Args:
        path: the notebook.

    Returns:
        The number of values by the number of the code cell, from 0, without the cells that are
        marked as not compared and give a reason.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    return {
        number: _values(cell["outputs"])
        for number, cell in enumerate(code)
        if not _excused(cell["metadata"])
    }


def _excused(metadata: dict) -> bool:
    return bool(metadata.get("reason")) and not set(IGNORING_TAGS).isdisjoint(
        metadata.get("tags", ())
    )


def _values(outputs: list[dict]) -> int:
    streams = {output["name"] for output in outputs if output["output_type"] == "stream"}
    errors = sum(2 for output in outputs if output["output_type"] == "error")  # name and value
    return (
        len(streams)
        + errors
        + sum(len(one.get("data", {}).keys() - NOT_COMPARED) for one in outputs)
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Where everything is there to run every test, one that is skipped fails.

    Cells of notebooks have a guard of their own, which wants a reason.
    """
    report = yield
    return report if isinstance(item, IPyNbCell) else _never_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """The same for a whole file that is skipped."""
    return _never_skipped((yield))


def _never_skipped(report: pytest.TestReport | pytest.CollectReport) -> Any:
    expected = hasattr(report, "wasxfail")
    if report.skipped and not expected and os.environ.get("CI", "false") != "false":
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {report.longrepr}"
    return report


class ComparisonGuard:
    """Counts what nbval compares, and fails the run where that is not what is stored."""

    def __init__(self) -> None:
        self.notebooks: dict[Path, dict[int, int]] = {}
        self.troubles: list[str] = []

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Remember each notebook, also one that has nothing to run."""
        if isinstance(collector, IPyNbFile):
            self.notebooks[collector.path] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Count what nbval compares in a cell."""
        if not isinstance(item, IPyNbCell):
            return (yield)
        values = 0
        compare, sanitize = item.compare_outputs, item.sanitize

        # nbval sanitises each value that it compares, once as stored and once as it is now.
        def counting_sanitize(value: object) -> object:
            nonlocal values
            values += 1
            return sanitize(value)

        def counting_compare(*arguments: object) -> bool:
            same = compare(*arguments)
            self.notebooks[item.path][item.cell_num] = values // 2
            return same

        item.sanitize, item.compare_outputs = counting_sanitize, counting_compare
        return (yield)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Hold the count against what is stored; a run that failed says enough by itself."""
        if exitstatus != pytest.ExitCode.OK or session.config.option.collectonly:
            return
        chosen = {(i.path, i.cell_num) for i in session.items if isinstance(i, IPyNbCell)}
        for path, compared in self.notebooks.items():
            stored = stored_values(path)
            wanted = {cell: count for cell, count in stored.items() if (path, cell) in chosen}
            for cell in sorted(wanted.keys() | compared.keys()):
                if wanted.get(cell) != compared.get(cell):
                    self.troubles.append(
                        f"{path.name}, code cell {cell + 1}: {wanted.get(cell, 'no')} values to "
                        f"compare are stored, and nbval compared {compared.get(cell, 'none')}."
                    )
            if wanted == stored and not any(compared.values()):
                self.troubles.append(f"{path.name}: nbval compared nothing in it.")
        if self.troubles:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how much was compared, or where it was not."""
        values = sum(sum(compared.values()) for compared in self.notebooks.values())
        if self.troubles:
            terminalreporter.section("the notebooks were not compared as they are stored", red=True)
            for trouble in self.troubles:
                terminalreporter.line(trouble)
            terminalreporter.line(
                "A cell without an execution count is not compared: store the notebooks again with "
                "python -m lessons_lib.course store. A cell may be left out only by a tag "
                "(nbval-ignore-output) with a 'reason' in its metadata."
            )
        elif self.notebooks:
            terminalreporter.line(
                f"nbval compared {values} values in {len(self.notebooks)} notebook(s)."
            )
