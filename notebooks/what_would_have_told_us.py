import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium")


@app.cell
def _():
    import marimo as mo

    import steelyard as sy

    return mo, sy


@app.cell
def _(mo):
    mo.md("""
    # What would have told us?

    In the weeks after the French veto of October 2019, Serbia and Russia signed, drilled and met. The built-in
    case finds a turn unlikely. This notebook asks the question backwards: which events would have moved that verdict, how
    many of them would it have taken, and which data that nobody collected would have settled what is still open?

    Every row comes with the tool, so nothing has to be loaded.
    """)
    return


@app.cell
def _(sy):
    case = sy.load_case("balkans-2019")
    brief = sy.weigh(case, seed=0)
    print(brief.verdict.answer)
    return brief, case


@app.cell
def _(mo):
    mo.md("""
    ## What the tool itself names

    Each brief ends with what would change it: single events and open questions, with the largest move of a probability.
    """)
    return


@app.cell
def _(brief, mo):
    mo.ui.table(
        [
            {
                "client": s.client,
                "question": s.diagnostic,
                "points": round(100 * s.move, 1),
                "what": s.sentence,
            }
            for s in brief.verdict.would_change
        ],
        selection=None,
    )
    return


@app.cell
def _(mo):
    mo.md("""
    ## A growing dose

    One event rarely says much. Suppose that Serbia had gone on to commit itself: agreements with Russia that bind,
    one a week from the middle of November. And suppose, beside them, that it had quarrelled with the EU as well. A real turn
    shows in both.
    """)
    return


@app.cell
def _(case, sy):
    def doses(numbers, forms):
        """The probability of a turn for each number of supposed events of each form."""
        rows = []
        for number in numbers:
            supposed = [
                form.format(day=f"2019-{11 + at // 4}-{14 + at % 4}")
                for at in range(number)
                for form in forms
            ]
            moved = sy.suppose(case, supposed)
            pair = next(p for p in moved.families if (p[0].client, p[0].family) == ("SRB", "what"))
            rows.append(
                {
                    "events supposed": len(supposed),
                    "a turn, as it was": round(pair[0].probabilities["realignment"], 3),
                    "a turn, as it would be": round(pair[1].probabilities["realignment"], 3),
                }
            )
        return rows

    signing = "SUPPORT SRB RUS deeds {day}"
    quarrel = "ACCUSE SRB EU words {day}"
    return doses, quarrel, signing


@app.cell
def _(doses, mo, signing):
    mo.vstack(
        [
            mo.md("**Commitments to Russia alone**"),
            mo.ui.table(doses((1, 6), [signing]), selection=None),
        ]
    )
    return


@app.cell
def _(doses, mo, quarrel, signing):
    mo.vstack(
        [
            mo.md("**Commitments to Russia, and quarrels with the EU**"),
            mo.ui.table(doses((6,), [signing, quarrel]), selection=None),
        ]
    )
    return


@app.cell
def _(mo):
    mo.md("""
    ## What nobody wrote down

    `cannot_tell` is an answer, and it names the data that would settle the question. These questions stayed open for Serbia.
    """)
    return


@app.cell
def _(brief, mo):
    mo.ui.table(
        [
            {"question": f.question, "needed": f.needed}
            for f in brief.findings
            if f.client == "SRB" and f.grade == "cannot_tell"
        ],
        selection=None,
    )
    return


if __name__ == "__main__":
    app.run()
