"""Make the designed clinic: clinic_visits.csv and clinic_visits_truth.csv.

Truth. 400 visits to a clinic, one row each. Ages are mixed: 40 children of at most one
year, 60 others, 300 adults up to 99. Height and weight follow the age; six adults weigh
170 to 190 kg, and three are 98 to 118 cm tall, with a weight that goes with it: both
are rare and right. The temperature is 36.8 °C, or in one visit of
four a fever of 38 to 41.5 °C. Patients with a fever over 39 °C, and half of those over
75, are admitted; the others are sent home. Fifteen temperatures were not taken and are
empty: nothing is wrong with these rows.

Then 50 rows are spoiled, each in one way (`what_happened` of the truth file):

    digit too many      8   in the age: 43 became 430
    inches              8   an adult's height in inches instead of centimetres
    Fahrenheit          6   the temperature in °F instead of °C
    times swapped       6   left before arriving
    pounds             12   an adult's weight in pounds: possible, but wrong
    wrong outcome      10   admitted and sent home swapped: possible, but wrong

clinic_visits_truth.csv is what the paper forms say: the same visits, columns and order,
with nothing spoiled, and a last column `what_happened`, empty for rows that are right.
"""

import numpy as np
import pandas as pd
from manifest import write

SPOILED = {
    "digit too many": 8,
    "inches": 8,
    "Fahrenheit": 6,
    "times swapped": 6,
    "pounds": 12,
    "wrong outcome": 10,
}


def make_visits(rng: np.random.Generator) -> pd.DataFrame:
    """Return 400 visits as they were."""
    age = np.concatenate(
        [rng.integers(0, 2, 40), rng.integers(2, 18, 60), rng.integers(18, 100, 300)]
    )
    age = rng.permutation(age)
    grown = 1 - np.exp(-(age + 0.7) / 6)  # share of the adult height
    height = (50 + grown * rng.normal(120, 9, size=400)).round()
    bulk = np.exp(rng.normal(0, 0.17, size=400))
    weight = (bulk * (13.5 + 11 * grown) * (height / 100) ** 2).round(1)
    weight[rng.choice(np.flatnonzero(age >= 30), 6, replace=False)] = rng.integers(
        170, 190, size=6
    )
    usual = np.flatnonzero((age >= 25) & (weight < 130))
    short = rng.choice(usual, 3, replace=False)
    height[short] = rng.integers(98, 119, size=3)
    weight[short] = (rng.uniform(26, 33, 3) * (height[short] / 100) ** 2).round(1)
    fever = rng.random(400) < 0.25
    warmth = np.where(fever, rng.uniform(38, 41.5, 400), rng.normal(36.8, 0.25, 400))
    arrived = rng.integers(8 * 60, 17 * 60, size=400)
    stayed = rng.integers(15, 240, size=400)
    admitted = (warmth > 39) | ((age > 75) & (rng.random(400) < 0.5))
    return pd.DataFrame(
        {
            "visit": np.arange(1001, 1401),
            "age_years": age,
            "height_cm": height.astype(int),
            "weight_kg": weight,
            "temperature_c": warmth.round(1),
            "arrived_min": arrived,
            "left_min": arrived + stayed,
            "outcome": np.where(admitted, "admitted", "sent home"),
        }
    )


def spoil(visits: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the visits with 50 rows spoiled and `what_happened`, empty elsewhere."""
    spoiled = visits.assign(what_happened="")
    free = rng.permutation(visits.index[visits["age_years"] >= 20])
    usual = (visits["weight_kg"] < 130) & (visits["height_cm"] >= 120)
    free = free[usual[free]]  # the rare patients stay right
    for what, count in SPOILED.items():
        if what == "Fahrenheit":  # those that were taken
            taken = visits.loc[free, "temperature_c"].notna().to_numpy()
            free = np.concatenate([free[taken], free[~taken]])
        rows, free = free[:count], free[count:]
        old = visits.loc[rows]
        spoiled.loc[rows, "what_happened"] = what
        if what == "digit too many":
            spoiled.loc[rows, "age_years"] = old["age_years"] * 10 + rng.integers(
                0, 10, size=count
            )
        elif what == "inches":
            spoiled.loc[rows, "height_cm"] = (
                (old["height_cm"] / 2.54).round().astype(int)
            )
        elif what == "Fahrenheit":
            spoiled.loc[rows, "temperature_c"] = (
                old["temperature_c"] * 9 / 5 + 32
            ).round(1)
        elif what == "times swapped":
            spoiled.loc[rows, "arrived_min"] = old["left_min"]
            spoiled.loc[rows, "left_min"] = old["arrived_min"]
        elif what == "pounds":
            spoiled.loc[rows, "weight_kg"] = (old["weight_kg"] * 2.2046).round(1)
        else:
            other = {"admitted": "sent home", "sent home": "admitted"}
            spoiled.loc[rows, "outcome"] = old["outcome"].map(other)
    return spoiled


def main() -> None:
    """Make the visits, write what was typed and what is on paper."""
    rng = np.random.default_rng(61)
    visits = make_visits(rng)
    visits.loc[rng.choice(400, 15, replace=False), "temperature_c"] = np.nan
    typed = spoil(visits, rng)
    paper = visits.assign(what_happened=typed["what_happened"])
    write(
        typed.drop(columns="what_happened"),
        "clinic_visits.csv",
        script="make_clinic_visits.py",
    )
    write(paper, "clinic_visits_truth.csv", script="make_clinic_visits.py")


if __name__ == "__main__":
    main()
