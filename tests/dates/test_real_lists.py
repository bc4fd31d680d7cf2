"""The two real registers beside the project are read to the last date, when they are there."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from habeas import dates

NOTHING = {"", "NA", "-", "sin datos", "Sin datos fecha"}  # how these registers say nothing
IN_LIVING_MEMORY = dates.read("1880/2030")
COLUMNS = {
    "ruvte.csv": (
        ("fecha_detencion_secuestro", "fecha_asesinato_o_hallazgo_de_restos", "anio_denuncia", "anio_nacimiento"),
        "edad_al_momento_del_hecho",
    ),
    "ruvte_without_formal_complaint.csv": (
        ("fecha_detencion_secuestro", "anio_denuncia", "anio_nacimiento"),
        "edad_al_momento_del_hecho",
    ),
    "parque_de_la_memoria.csv": (
        ("fecha_de_nacimiento", "fecha_de_secuestro", "fecha_de_asesinado", "ano_en_monumento"),
        "edad",
    ),
}


def distinct(folder: Path, name: str, columns: tuple[str, ...]) -> set[str]:
    with (folder / "argentina" / name).open(encoding="utf-8-sig", newline="") as file:
        return {row[column].strip() for row in csv.DictReader(file) for column in columns} - NOTHING


@pytest.mark.parametrize("name", COLUMNS)
def test_every_date_is_read(data: Path, name: str) -> None:
    """Under day-month order each date has both bounds and no flag, and but for slips lies in its century."""
    found = {text: dates.read(text, order="dmy") for text in distinct(data, name, COLUMNS[name][0])}
    assert found
    assert [text for text, reading in found.items() if reading.flag] == []
    assert [text for text, reading in found.items() if reading.low is None or reading.high is None] == []
    strange = [text for text, reading in found.items() if not dates.contains(IN_LIVING_MEMORY, reading)]
    assert len(strange) < len(found) / 1000


@pytest.mark.parametrize("name", COLUMNS)
def test_every_age_is_read(data: Path, name: str) -> None:
    """Each age gives a span of birth of at most a year."""
    on = dates.read("1976-06-15")
    for text in distinct(data, name, (COLUMNS[name][1],)):
        found = dates.age_at(text, on)
        assert found.flag is None, text
        assert dates.precision(found) in ("month", "year"), text
