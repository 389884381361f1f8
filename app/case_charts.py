"""Pictures of a case: frame in, Altair chart out."""

from typing import Any

import altair as alt
import pandas as pd

from app.case_frames import WITH_DA, WITHOUT_DA
from app.charts import ACCENT, INK, MUTED, danish
from som_engine.danish import short_number

SERIES = [WITHOUT_DA, WITH_DA]


def consumption(points: pd.DataFrame, unit: str) -> Any:
    """Use without and with success, year by year, with the difference that counts shaded. Columns: year, series, units."""
    wide = points.pivot(index="year", columns="series", values="units").reset_index()
    wide = wide.rename(columns={WITHOUT_DA: "without", WITH_DA: "with_success"})
    x = alt.X("year:Q", title="år efter deltagelse", axis=alt.Axis(tickMinStep=1, format="d", grid=False))
    y = alt.Y("units:Q", title=f"{unit} pr. borger", axis=alt.Axis(format=",.10~g"), scale=alt.Scale(zero=True))
    area = alt.Chart(wide).mark_area(color=ACCENT, opacity=0.14).encode(x=x, y="without:Q", y2="with_success:Q")
    line = (
        alt.Chart(points)
        .mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=55, filled=True))
        .encode(
            x=x,
            y=y,
            color=alt.Color("series:N", scale=alt.Scale(domain=SERIES, range=[MUTED, ACCENT]), title=None),
            strokeDash=alt.StrokeDash("series:N", scale=alt.Scale(domain=SERIES, range=[[5, 4], [1, 0]]), title=None),
            tooltip=[alt.Tooltip("series:N", title=""), alt.Tooltip("year:Q", title="år"), "units:Q"],
        )
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=INK, strokeWidth=1).encode(y="zero:Q")
    return danish(alt.layer(area, zero, line).properties(height=240))


def alt_text(name: str, points: pd.DataFrame, unit: str) -> str:
    """The picture in words, for those who do not see it."""
    wide = points.pivot(index="year", columns="series", values="units")
    first, last = wide.index[0], wide.index[-1]
    used = {series: [short_number(wide[series][year]) for year in (first, last)] for series in SERIES}
    return (
        f"{name}: {unit} pr. borger år for år. Uden indsatsen {used[WITHOUT_DA][0]} i år {first} og "
        f"{used[WITHOUT_DA][1]} i år {last}; når det lykkes {used[WITH_DA][0]} og {used[WITH_DA][1]}. "
        "Alle tal står i tabellen."
    )


def swings(rows: pd.DataFrame) -> Any:
    """The net result with one input at a time at its low and high, largest first. Columns: input, left, right."""
    y = alt.Y("input:N", sort=None, title=None, axis=alt.Axis(labelLimit=420, ticks=False, domain=False))
    x = alt.X(
        "left:Q", title="nettoresultat, kr.", axis=alt.Axis(format=",.0f", tickCount=5), scale=alt.Scale(zero=False)
    )
    bar = alt.Chart(rows).mark_bar(color=ACCENT, height={"band": 0.6}).encode(y=y, x=x, x2="right:Q")
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=INK, strokeWidth=1).encode(x="zero:Q")
    return danish(alt.layer(bar, zero).properties(height=max(90, 28 * len(rows))))
