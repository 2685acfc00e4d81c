"""Break a room of the tracker in small ways, one at a time, and see whether a test notices.

``python benchmarks/mutants.py ROOM COUNT SEED TEST...`` draws so many mutants of
``lessons_lib/tracker/ROOM`` and prints each that lives. It runs the tests once and remembers which
functions each of them calls; then a copy of the process is made for each mutant, in which the
function's code is exchanged and its tests run, the quickest first, until one fails. Functions with
decorators are mutated too. See ``tests/mutation.md``.
"""

import gc
import importlib
import os
import random
import re
import signal
import sys
import time
from inspect import unwrap
from pathlib import Path

import libcst as cst
import pytest
from mutmut.mutation import file_mutation
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

SQL = re.compile("SELECT|INSERT|UPDATE|DELETE|PRAGMA|WHERE|FROM|VALUES|BEGIN|ESCAPE|ORDER BY")


class Mutations(file_mutation.MutationVisitor):
    """mutmut's, and those of functions with decorators."""

    def _skip_node_and_children(self, node):
        return not isinstance(node, cst.FunctionDef) and super()._skip_node_and_children(node)


def mutants_of(file):
    """What is to be changed in a file: the function, and its nodes before and after."""
    wrapper = cst.MetadataWrapper(cst.parse_module(file.read_text("utf-8")))
    visitor = Mutations(mutation_operators, IgnoredCode(set(), set(), set()))
    module = wrapper.visit(visitor)
    classes = {
        function: one.name.value
        for one in module.body
        if isinstance(one, cst.ClassDef)
        for function in one.body.body
    }
    for one in visitor.mutations:
        function = one.contained_by_top_level_function
        if isinstance(function, cst.FunctionDef) and not is_word(module, one):
            name = [classes[function]] if function in classes else []
            yield file, ".".join([*name, function.name.value]), module, one


def is_word(module, mutation):
    """Whether it only touches a sentence for the learner, or how large SQL is written."""
    before, after = mutation.original_node, mutation.mutated_node
    if isinstance(before, cst.Call) and len(before.args) == len(after.args):
        changed = [one for one in zip(before.args, after.args, strict=True) if one[0] != one[1]]
        before, after = (one.value for one in changed[0]) if changed else (before, after)
    if not isinstance(before, cst.BaseString):
        return False
    was, is_now = module.code_for_node(before), module.code_for_node(after)
    if SQL.search(was.upper()):
        return was.lower() == is_now.lower() and "'" not in was
    return len(re.findall("[A-Za-z]{2,}", was)) >= 3


def function_of(names, name):
    """The function itself of what a module calls so, under all its decorators."""
    first, *rest = name.split(".")
    found = names[first]
    for one in rest:
        found = vars(found)[one]
    return unwrap(getattr(found, "fget", found))


def exchange(file, name, source):
    """Let a function do what it does in a mutated module, wherever it is known by now."""
    module = importlib.import_module(".".join(file.with_suffix("").parts))
    names = dict(vars(module))
    exec(compile(source, module.__file__, "exec"), names)
    live, new = function_of(vars(module), name), function_of(names, name)
    for part in ("__code__", "__defaults__", "__kwdefaults__"):
        setattr(live, part, getattr(new, part))
    for other in [one for key, one in sys.modules.items() if "lessons_lib.tracker" in key]:
        for thing in vars(other).values():
            getattr(thing, "cache_clear", lambda: None)()


class Sample:
    """The run, as a plugin of pytest."""

    def __init__(self, room, count, seed):
        files = sorted(Path("lessons_lib/tracker", room).glob("*.py"))
        every = [one for file in files for one in mutants_of(file)]
        self.drawn = random.Random(seed).sample(every, count)
        self.room, self.failed = str(files[0].parent.absolute()), False

    def pytest_sessionstart(self):
        from hypothesis import Phase, settings  # pytest wants to be there first

        settings.register_profile(
            "mutants",
            derandomize=True,
            deadline=None,
            database=None,
            max_examples=10,
            phases=(Phase.explicit, Phase.generate),
        )
        settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report):
        self.failed |= report.failed

    def runs_well(self, item):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self.failed

    def calls(self, item):
        """How long a test takes, and which functions of the room it calls."""
        found = set()

        def look(frame, event, _):
            if event == "call" and frame.f_code.co_filename.startswith(self.room):
                found.add((frame.f_code.co_filename, frame.f_code.co_qualname))

        start = time.perf_counter()
        sys.setprofile(look)
        self.runs_well(item)
        sys.setprofile(None)
        return time.perf_counter() - start, item, found

    def pytest_runtestloop(self, session):
        runs = sorted(map(self.calls, session.items), key=lambda run: run[0])
        assert not self.failed, "The tests fail without a mutant."
        gc.collect()
        gc.freeze()
        lived = 0
        for number, (file, name, module, mutation) in enumerate(self.drawn, start=1):
            where = str(file.absolute()), name
            its = [run for run in runs if where in run[2]]
            source = file_mutation.deep_replace(
                module, mutation.original_node, mutation.mutated_node
            ).code
            said = self.tried(file, name, source, its)
            lived += said != "killed"
            print(f"\n{number} {said}: {file} {name}, {len(its)} tests; {lived} not killed so far")
            if said != "killed":
                for one in (mutation.original_node, mutation.mutated_node):
                    print("   ", module.code_for_node(one).strip())
        return True

    def tried(self, file, name, source, its):
        """What became of a mutant: killed, survived or, with a word, too slow."""
        child = os.fork()
        if child:
            end = time.monotonic() + 60 + 30 * sum(run[0] for run in its)
            while time.monotonic() < end:
                done, status = os.waitpid(child, os.WNOHANG)
                if done:
                    return "killed" if status else "survived"
                time.sleep(0.02)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "too slow, try it alone"
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        code = 1
        try:
            exchange(file, name, source)
            code = not all(self.runs_well(run[1]) for run in its)
        finally:
            os._exit(code)


if __name__ == "__main__":
    room, count, seed, *tests = sys.argv[1:]
    options = ["-q", "-s", "-p", "no:cacheprovider", "-o", "addopts=--doctest-modules", "--quick"]
    sys.exit(pytest.main([*options, *tests], [Sample(room, int(count), int(seed))]))
