"""What holds for every run of the tests: nobody's own files are touched, and nbval compares.

nbval passes a notebook whose cells hold no execution counts without comparing anything, and a
marker silences a cell without a trace. So what it really compared is counted here and held against
what the stored notebooks hold; a run in which the two differ fails.
"""

import json
import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from authoring.storing import IGNORING_TAGS, away_from_the_learner
from lessons_lib.course.server.widgets import WIDGET_VIEW

NOT_COMPARED = {WIDGET_VIEW, "image/jpeg", "image/png"}


QUICK = "COURSE_TESTS_QUICK"
"""Set to 1 for ``tests/thoroughness.py``, in this process and in those that share the tests."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The quick lane, for who changes code and wants an answer within two minutes."""
    parser.addoption(
        "--quick",
        action="store_true",
        help="the same tests on fewer examples, without browser, notebooks and hub",
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what the quick lane leaves out; None lets others decide."""
    if not config.option.quick:
        return None
    slow = {"browser", "notebooks", "hub"} & set(collection_path.relative_to(config.rootpath).parts)
    return True if slow else None


def pytest_configure(config: pytest.Config) -> None:
    """Keep tests and kernels away from the learner's files, and watch over nbval."""
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    environment = pytest.MonkeyPatch()
    config.add_cleanup(environment.undo)
    for name, value in away_from_the_learner(Path(folder.name)).items():
        environment.setenv(name, value)
    if config.option.quick:
        environment.setenv(QUICK, "1")
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
    """Counts what nbval compares, and fails the run where that is not what is stored.

    Where several processes share the tests (pytest-xdist), each looks after the notebooks that it
    runs, and the one that hands them out gathers what they found.
    """

    def __init__(self) -> None:
        self.notebooks: dict[Path, dict[int, int]] = {}
        self.cells_run: dict[Path, set[int]] = {}
        self.values = 0
        self.compared: set[str] = set()
        self.troubles: set[str] = set()

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Remember each notebook, also one that has nothing to run."""
        if isinstance(collector, IPyNbFile):
            self.notebooks[collector.path] = {}
            self.cells_run[collector.path] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Remember each cell that is run, also one that is skipped."""
        if isinstance(item, IPyNbCell):
            self.cells_run[item.path].add(item.cell_num)
        return (yield)

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
        self.values += sum(sum(compared.values()) for compared in self.notebooks.values())
        self.compared |= {str(path) for path, cells in self.cells_run.items() if cells}
        if exitstatus == pytest.ExitCode.OK and not session.config.option.collectonly:
            for path, compared in self.notebooks.items():
                self.troubles.update(self._troubles(path, compared))
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["nbval"] = (
                self.values,
                sorted(self.compared),
                sorted(self.troubles),
            )
        if self.troubles:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what one of several processes found; one that broke off has failed the run."""
        values, compared, troubles = getattr(node, "workeroutput", {}).get("nbval", (0, (), ()))
        self.values += values
        self.compared.update(compared)
        self.troubles.update(troubles)

    def _troubles(self, path: Path, compared: dict[int, int]) -> Iterator[str]:
        stored = stored_values(path)
        run = self.cells_run[path]
        wanted = {cell: count for cell, count in stored.items() if cell in run}
        for cell in sorted(wanted.keys() | compared.keys()):
            if wanted.get(cell) != compared.get(cell):
                yield (
                    f"{path.name}, code cell {cell + 1}: {wanted.get(cell, 'no')} values to "
                    f"compare are stored, and nbval compared {compared.get(cell, 'none')}."
                )
        if wanted == stored and not any(compared.values()):
            yield f"{path.name}: nbval compared nothing in it."

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how much was compared, or where it was not."""
        if self.troubles:
            terminalreporter.section("the notebooks were not compared as they are stored", red=True)
            for trouble in sorted(self.troubles):
                terminalreporter.line(trouble)
            terminalreporter.line(
                "A cell without an execution count is not compared: store the notebooks again with "
                "python -m authoring store. A cell may be left out only by a tag "
                "(nbval-ignore-output) with a 'reason' in its metadata."
            )
        elif self.compared:
            terminalreporter.line(
                f"nbval compared {self.values} values in {len(self.compared)} notebook(s)."
            )
