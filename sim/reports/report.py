"""Write what was found as one page for people."""

from collections.abc import Sequence
from pathlib import Path

from sim.durable import write_aside
from sim.errors import EnvironmentProblem, InputError
from sim.reports.given import read
from sim.reports.page import html
from sim.reports.phrases import Phrases


def report(results: str | Path | Sequence[str | Path], file: str | Path, *, lang: str = "en") -> Path:
    """Write a page about runs, a comparison and studies to a file: HTML with everything in it.

    The page says what differs, what came out and how sure that is, and how the numbers were made. It asks no other
    machine for anything, runs nothing, and is the same bytes whenever it is made from the same folders.

    Parameters
    ----------
    results : folders that `Results.save`, `Comparison.save` or `sim.sweep` wrote. Runs of one scenario with several
        seeds give intervals; the first scenario is the one that others are held against
    file : where it goes; a file that is there is replaced
    lang : "en", or "zh" for Chinese throughout

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If a folder is none of the kind or torn, runs differ in people or months, or a name is not allowed.
    EnvironmentProblem
        If the file cannot be written.
    """
    say = Phrases(lang)
    target = Path(file)
    if target.is_dir():
        raise InputError(f"{target}: is a folder; allowed is a file, such as {target / 'page.html'}")
    given = read([results] if isinstance(results, (str, Path)) else results)
    text = html(given, say)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise EnvironmentProblem(f"{target}: cannot be written: {problem.strerror or problem}") from problem
    write_aside(target, lambda aside: aside.write_text(text, encoding="utf-8"))
    return target
