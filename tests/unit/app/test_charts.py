"""What a chart sends to the browser: numbers for what is known, and words alone for what is not."""

import json

import pandas as pd

from app.charts import INK, bars

ROWS = pd.DataFrame(
    {"label": ["Å", "B", "C"], "value": [0.4, None, 0.0], "shown": ["40 %", "for få", "0 %"]}
).astype({"value": "float64"})  # fmt: skip


def test_a_bar_that_is_hidden_is_a_word_in_its_place_and_no_number() -> None:
    """Hidden is never zero: the row has null where the known ones have 0.4 and 0."""
    chart = json.loads(bars(ROWS, percent=True).to_json())
    sent = {row["label"]: row for rows in chart["datasets"].values() for row in rows}
    assert {label: row["value"] for label, row in sent.items()} == {"Å": 0.4, "B": None, "C": 0.0}
    assert {name for row in sent.values() for name in row} == {"label", "value", "shown"}
    bar, text, word = chart["layer"]
    assert {row["label"] for row in chart["datasets"][word["data"]["name"]]} == {"B"}
    assert (
        {row["label"] for row in chart["datasets"][bar["data"]["name"]]}
        == {"Å", "C"}
        == {row["label"] for row in chart["datasets"][text["data"]["name"]]}
    )
    assert word["encoding"]["text"]["field"] == "shown"
    assert bar["encoding"]["y"]["sort"] == ["Å", "B", "C"]


def test_a_small_share_has_a_rule_from_end_to_end_and_a_hidden_one_none() -> None:
    """The rule lies on a white one, so that it is seen on the dark bar; the number stands after whichever is longer."""
    spread = ROWS.assign(low=[0.2, None, 0.0], high=[0.6, None, 0.3])
    chart = json.loads(bars(spread, percent=True).to_json())
    rules = [layer for layer in chart["layer"] if layer["mark"]["type"] == "rule"]
    assert [rule["mark"]["color"] for rule in rules] == ["#ffffff", INK]
    drawn = chart["datasets"][rules[1]["data"]["name"]]
    assert [(row["label"], row["low"], row["high"]) for row in drawn] == [("Å", 0.2, 0.6), ("C", 0.0, 0.3)]
    number = next(layer for layer in chart["layer"] if layer["mark"]["type"] == "text")
    assert number["encoding"]["x"]["field"] == "end"
    assert [row["end"] for row in chart["datasets"][number["data"]["name"]]] == [0.6, 0.3]
