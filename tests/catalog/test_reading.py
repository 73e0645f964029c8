"""How hard the shipped topics for patients are to read."""

from __future__ import annotations

import pytest

from viewer.catalog.loader import load
from viewer.catalog.model import Topic
from viewer.catalog.reading import grade

TOPIC_GRADE = 6.0
SECTION_GRADE = 8.0

TOPICS = tuple(load().catalog.education.values())


def whole(topic: Topic) -> str:
    """All a patient reads of a topic, headings apart."""
    return " ".join((topic.summary or "", *(section.text for section in topic.sections)))


def test_there_are_topics() -> None:
    assert len(TOPICS) >= 12


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_a_topic_reads_at_grade_six(topic: Topic) -> None:
    assert grade(whole(topic)) <= TOPIC_GRADE


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_no_section_reads_above_grade_eight(topic: Topic) -> None:
    assert {s.heading: round(grade(s.text), 1) for s in topic.sections if grade(s.text) > SECTION_GRADE} == {}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_nothing_is_called_safe(topic: Topic) -> None:
    """Risks are counted, never waved away."""
    assert "safe" not in whole(topic).lower().split()
