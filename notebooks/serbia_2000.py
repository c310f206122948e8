import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium")


@app.cell
def _():
    import csv
    import random
    from datetime import date, timedelta
    from pathlib import Path

    import marimo as mo

    import steelyard as sy

    return Path, csv, date, mo, random, sy, timedelta


@app.cell
def _(mo):
    mo.md("""
    # Serbia 2000, from raw lines to a verdict

    In October 2000 Slobodan Milosevic lost power in Belgrade. Did Serbia turn to the West? This notebook starts
    with raw lines in the format of KEDS, the machine-coded wire of those years, and ends with a verdict.

    The file itself belongs to its makers ([how to get it](../docs/sources.md)). Put `balkans.weis.csv` beside this notebook
    and it is used. Without it the notebook writes **made-up lines in the same format**, with a turn planted in
    them: everything below then shows how the tool works, and nothing about Serbia.
    """)
    return


@app.cell
def _(Path, csv, date, mo, random, timedelta):
    def made_up_lines(path, seed=0):
        """Write lines in the format of KEDS in which cooperation with the West doubles in October 2000."""
        draw = random.Random(seed)
        talks = [("031", "(MEET)"), ("032", "(VISIT)"), ("081", "(MAKE AGREEMENT)")]
        gifts = [*talks, ("064", "(GRANT PRIVILEGE)")]
        quarrels = [("121", "(CRITICIZE)"), ("111", "(TURN DOWN)"), ("160", "(WARN)")]
        force = [*quarrels, ("223", "(MIL ENGAGEMENT)")]
        pairs = [("USA", 3), ("EU", 3), ("RUS", 2), ("GER", 1), ("FRA", 1)]
        day, rows = date(1995, 12, 14), []
        while day < date(2001, 10, 5):
            for whom, mean in pairs:
                if draw.random() < mean / 14:
                    west = whom != "RUS"
                    turned = day >= date(2000, 10, 5)
                    close = turned == west
                    kind = (gifts, quarrels) if turned else (talks, force if west else quarrels)
                    code, words = draw.choice(kind[draw.random() > (0.6 if close else 0.3)])
                    sides = ["YUG", whom] if draw.random() < 0.5 else [whom, "YUG"]
                    rows.append([day.isoformat(), *sides, code, words])
            day += timedelta(days=1)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["date", "source", "target", "code", "desc"], *rows])
        return len(rows)

    real = next(iter(Path().glob("balkans.weis.csv*")), None)
    lines = real or Path("made-up.weis.csv")
    if real is None:
        number = made_up_lines(lines)
        told = mo.callout(f"No KEDS file here: {number:,} made-up lines were written.", kind="warn")
    else:
        told = mo.callout(f"{real} is used.")
    told
    return (lines,)


@app.cell
def _(mo):
    mo.md("""
    ## Load

    `load` turns lines into events in PLOVER's types, each event once. It says how many it kept, merged and rejected,
    and why.
    """)
    return


@app.cell
def _(Path, lines, sy):
    Path("keds.duckdb").unlink(missing_ok=True)
    for line in sy.load("keds", [lines], "keds.duckdb").lines():
        print(line)
    archive = sy.open_archive("keds.duckdb")
    return (archive,)


@app.cell
def _(mo):
    mo.md("""
    ## Look

    `archive.events` is an Ibis table: filter, group and count it, and take the result as a frame. Here are the acts between
    Yugoslavia and the United States, by year and kind (1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4
    material conflict).
    """)
    return


@app.cell
def _(archive, mo):
    events = archive.events
    both = events.filter(
        (events.actor.contains("YUG") | events.recipient.contains("YUG"))
        & (events.actor.contains("USA") | events.recipient.contains("USA"))
    )
    by_year = both.group_by(year=both.day.year(), quad=both.quad).agg(events=both.count())
    mo.ui.table(by_year.order_by("year", "quad").to_pyarrow().to_pylist(), selection=None)
    return


@app.cell
def _(mo):
    mo.md("""
    ## Ask and weigh

    The case comes with the tool: its windows, its poles (the West as the side that Serbia is said to turn to) and
    what is known of it.
    """)
    return


@app.cell
def _(archive, sy):
    case = sy.load_case("serbia-2000")
    brief = sy.weigh(case, archive=archive, seed=0)
    print(brief.verdict.answer)
    return brief, case


@app.cell
def _(brief, mo):
    mo.ui.table(
        [
            {"question": f.diagnostic, "grade": f.grade.replace("_", " "), "answer": f.sentence}
            for f in brief.findings
            if f.grade in ("supports", "opposes")
        ],
        selection=None,
    )
    return


@app.cell
def _(brief, case, mo):
    family = brief.verdict.family(case.clients[0], "what")
    ranked = sorted(family.probabilities.items(), key=lambda row: -row[1])
    mo.ui.table(
        [{"reading": name, "probability": round(p, 2)} for name, p in ranked], selection=None
    )
    return


@app.cell
def _(brief, mo):
    brief.save("brief-serbia-2000")
    mo.md("""
    The whole brief is in `brief-serbia-2000/brief.html`. [How to read a verdict](../docs/verdict.md) explains it.
    """)
    return


if __name__ == "__main__":
    app.run()
