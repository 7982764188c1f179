"""The answers of a visit laid out by stage, person and step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from inspection.domain.review import Answer
from inspection.web.desk.answer_row import AnswerRow, row_of, token_of
from inspection.web.desk.case import Case
from inspection.web.desk.questions import Step
from inspection.web.desk.wording import plural


@dataclass(frozen=True)
class StepRows:
    """A step of a stage for one entity, with its rows and the tokens that may be accepted together."""

    title_es: str
    about_es: str
    answers: tuple[AnswerRow, ...]
    batch: tuple[str, ...]


@dataclass(frozen=True)
class StageRows:
    """A stage with something to show."""

    number: int
    title_es: str
    progress_es: str
    steps: tuple[StepRows, ...]


@dataclass(frozen=True)
class Stopped:
    """Why the page is shown again instead of the decision being kept, and the words not to lose."""

    seen: Mapping[str, int] = field(default_factory=dict)
    is_stale: bool = False
    path: str = ""
    text: str = ""
    after_expiry: bool = False


def stages_of(case: Case, shown: Mapping[str, Answer], stopped: Stopped) -> tuple[StageRows, ...]:
    """Lay out the answers to show; those of no step of the protocol come last."""
    placed: set[str] = set()
    stages = []
    for number, steps in groupby(case.questions.steps, key=lambda step: step.stage_number):
        listed = list(steps)
        rows = tuple(
            row
            for entity in _entities(case)
            for step in listed
            for row in _step(case, step, entity, shown, stopped)
        )
        placed.update(row.path for step_rows in rows for row in step_rows.answers)
        if rows:
            stages.append(StageRows(number, listed[0].stage_es, _stage_progress(rows), rows))
    rest = [path for path in shown if path not in placed]
    if rest:
        rows = (_step_rows(case, "Otras respuestas", "", rest, stopped),)
        stages.append(StageRows(len(stages) + 1, "Fuera del protocolo", "", rows))
    return tuple(stages)


def _stage_progress(rows: tuple[StepRows, ...]) -> str:
    return plural(sum(len(row.answers) for row in rows), "respuesta", "respuestas")


def _entities(case: Case) -> tuple[str, ...]:
    """Return the visit first, then who and what stands in it: a stage is read person by person."""
    return ("visit", *(e.entity for e in case.visit.entities.values() if e.stands))


def _step(
    case: Case, step: Step, entity: str, shown: Mapping[str, Answer], stopped: Stopped
) -> list[StepRows]:
    """Return the rows of a step for one entity: one group, or none."""
    paths = [f"{entity}/{item['id']}" for item in step.items if f"{entity}/{item['id']}" in shown]
    return [_step_rows(case, step.title_es, _about_es(case, entity), paths, stopped)] if paths else []


def _step_rows(case: Case, title: str, about: str, paths: list[str], stopped: Stopped) -> StepRows:
    answers = [case.answers[path] for path in paths]
    rows = tuple(row_of(case, a, stopped.text if a.path == stopped.path else "") for a in answers)
    batch = tuple(token_of(a) for a in answers if a.standing == "waiting")
    return StepRows(title, about, rows, batch if len(batch) > 1 else ())


def _about_es(case: Case, entity: str) -> str:
    kind = entity.partition(":")[0]
    if kind == "minor":
        return case.key(entity)
    if kind in ("person", "row"):
        found = case.visit.entities[entity]
        return case.questions.asked_es(found.role or "")
    return ""
