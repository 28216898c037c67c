"""Make the designed data of the capstone: three projects, each with its hidden truth.

No lesson has told what is in them, so a student's project meets each for the first
time. What the columns hold stands in README.md; what follows is the truth.

project_rents.csv. 1,500 flats in 170 buildings are offered one to four times between
2019 and 2024. The log of the monthly rent is

    3.55 + 0.80 log(area_m2) - 0.035 km + 0.10 furnished + 0.09 heating_included
    + 0.03 balcony + 0.002 (year_built - 1960, from -60 to 60) - 0.02 for each floor
    above the second without a lift + market + building (sd 0.10) + flat (sd 0.04)
    + noise (sd 0.04)

`market` rises by 0.03 a year until the end of 2021 and by 0.09 a year afterwards. Where
the owner asks too much (noise), fewer people write and the offer stands longer: one
offer in four is listed again a month later, up to three times, for 3 % less, often with
the area rounded: near copies. From 2022 on a second agency writes "St" for "Street" in
a third of the buildings. Truth: `flat`, `building` and `offer`, one number each.

project_machines.csv. 48 machines at four sites over 156 weeks. Wear grows each week by
a gamma number with the load; the logit of a failure in the next week is
-8.2 + 1.8 wear + 0.5 (oil_age_weeks - 12) / 12. After a failure the wear is 0 again,
and one overhaul in four gives the machine a new number. Vibration is
2 + 0.8 wear + machine (sd 0.4) + noise (sd 0.4); the sensors of site D were replaced in
the week 105 and read 1.25 times as much since. Temperature is 55 + 2.0 wear + 6 times
the season + noise (sd 2.5). 150 rows were sent twice, with other noise. Truth: `unit`,
the machine whatever its number, and `sent`, one number for both of a pair.

project_visits.csv. 3,000 appointments of 900 patients. The logit of not coming is
-2.3 + patient (sd 1.0) + 0.45 log(1 + lead_days) / 2 - 0.8 reminded + 0.03 distance_km
- 0.015 (age_years - 45). One patient in fifteen has a second number. Truth: `person`.

Columns that do not exist yet when the question is asked: `days_listed` and `requests`;
`stopped_h` and `repair_order`; `minutes_late` and `fee_eur`.
"""

import numpy as np
import pandas as pd
from manifest import write

STREETS = ("Mill", "Church", "Garden", "River", "Station", "Hill", "Market", "Bridge")


def logistic(score: np.ndarray) -> np.ndarray:
    """Return the logistic function."""
    return 1 / (1 + np.exp(-score))


def make_rents(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the offers of flats and what they hide, a row each, by date."""
    n_buildings, n_flats = 170, 1_500
    numbers = rng.permutation(len(STREETS) * 40)[:n_buildings]
    built = rng.choice(np.arange(1900, 2021), n_buildings)
    x, y = rng.normal(0, 2.2, (2, n_buildings)).round(2)
    effect = rng.normal(0, 0.10, n_buildings)
    has_lift = rng.random(n_buildings) < np.where(built > 1970, 0.7, 0.2)
    second_agency = rng.random(n_buildings) < 1 / 3

    home = rng.integers(n_buildings, size=n_flats)
    area = np.exp(rng.normal(4.1, 0.35, n_flats)).round(1).clip(18, 180)
    floor = rng.integers(0, 7, n_flats)
    rooms = np.clip(np.round(area / 24 + rng.normal(0, 0.6, n_flats)), 1, 7).astype(int)
    balcony = rng.random(n_flats) < 0.5
    flat_effect = rng.normal(0, 0.04, n_flats)

    rows: list[dict] = []
    offer = 0
    for flat in range(n_flats):
        b = home[flat]
        for day in np.sort(rng.integers(0, 6 * 365, rng.integers(1, 5))):
            furnished, heating = rng.random(2) < (0.2, 0.35)
            asked_more = rng.normal(0, 0.04)
            again = 1 + (rng.random() < 0.25) * rng.integers(1, 4)
            offer += 1
            for time in range(again):
                listed = day + 30 * time
                year = listed / 365
                market = 0.03 * min(year, 3) + 0.09 * max(year - 3, 0)
                log_rent = (
                    3.55
                    + 0.80 * np.log(area[flat])
                    - 0.035 * np.hypot(x[b], y[b])
                    + 0.10 * furnished
                    + 0.09 * heating
                    + 0.03 * balcony[flat]
                    + 0.002 * np.clip(built[b] - 1960, -60, 60)
                    - 0.02 * max(floor[flat] - 2, 0) * (not has_lift[b])
                    + effect[b]
                    + flat_effect[flat]
                    + asked_more
                    - 0.03 * time
                    + (market if time == 0 else rows[-time]["market"])
                )
                street, number = divmod(int(numbers[b]), 40)
                other = second_agency[b] and listed > 3 * 365 and rng.random() < 0.5
                gone = time == again - 1
                mood = asked_more - 0.03 * time
                rows.append(
                    {
                        "listed_on": listed,
                        "building": f"{STREETS[street]} "
                        f"{'St' if other else 'Street'} {number + 1}",
                        "floor": floor[flat],
                        "area_m2": area[flat]
                        if time == 0 or rng.random() < 0.4
                        else np.round(area[flat]),
                        "rooms": rooms[flat],
                        "year_built": built[b],
                        "lift": "yes" if has_lift[b] else "no",
                        "balcony": "yes" if balcony[flat] else "no",
                        "furnished": "yes" if furnished else "no",
                        "heating_included": "yes" if heating else "no",
                        "x_km": x[b],
                        "y_km": y[b],
                        "days_listed": 30
                        if not gone
                        else int(np.clip(rng.gamma(4, 3) * np.exp(8 * mood), 1, 29)),
                        "requests": int(rng.poisson(14 * np.exp(-7 * mood))),
                        "rent_eur": np.exp(log_rent),
                        "flat": flat + 1,
                        "building_number": b + 1,
                        "offer": offer,
                        "market": market,
                    }
                )
    table = pd.DataFrame(rows)
    table = table[table["listed_on"] < 6 * 365].sort_values("listed_on", kind="stable")
    table = table.reset_index(drop=True)
    table.insert(0, "row", np.arange(1, len(table) + 1))
    unknown = rng.random(len(table)) < 0.08
    table["year_built"] = table["year_built"].astype("Int64").mask(unknown)
    start = np.datetime64("2019-01-01")
    table["listed_on"] = start + table["listed_on"].to_numpy("timedelta64[D]")
    table["rent_eur"] = table["rent_eur"].round(-1).astype(int)
    truth = table[["row", "flat", "building_number", "offer"]]
    truth = truth.rename(columns={"building_number": "building"})
    return table.drop(columns=["flat", "building_number", "offer", "market"]), truth


def make_machines(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the weekly readings of machines and what they hide, by week."""
    n_machines, n_weeks = 48, 156
    site = np.repeat(list("ABCD"), n_machines // 4)
    own_vibration = rng.normal(0, 0.4, n_machines)
    number = np.arange(101, 101 + n_machines)
    next_number = 201
    wear = rng.gamma(2, 0.8, n_machines)
    oil = rng.integers(0, 20, n_machines)
    rows = []
    for week in range(n_weeks):
        load = np.clip(rng.normal(0.65, 0.15, n_machines), 0.1, 1).round(2)
        wear = wear + rng.gamma(0.5, 0.22, n_machines) * load
        score = -8.2 + 1.8 * wear + 0.5 * (oil - 12) / 12
        fails = rng.random(n_machines) < logistic(score)
        vibration = 2 + 0.8 * wear + own_vibration + rng.normal(0, 0.4, n_machines)
        vibration = vibration * np.where((site == "D") & (week >= 104), 1.25, 1)
        season = np.sin(2 * np.pi * (week - 15) / 52)
        temperature = 55 + 2.0 * wear + 6 * season + rng.normal(0, 2.5, n_machines)
        for unit in range(n_machines):
            rows.append(
                {
                    "week": week,
                    "machine": f"M{number[unit]}",
                    "site": site[unit],
                    "load_share": load[unit],
                    "vibration_mm_s": vibration[unit],
                    "temperature_c": temperature[unit],
                    "oil_age_weeks": oil[unit],
                    "error_codes": rng.poisson(0.3 + 0.25 * wear[unit]),
                    "stopped_h": rng.gamma(2, 12) if fails[unit] else rng.gamma(1, 1.5),
                    "repair_order": "yes"
                    if fails[unit] or rng.random() < 0.01
                    else "no",
                    "fails_next_week": int(fails[unit]),
                    "unit": unit + 1,
                }
            )
        oil = np.where(fails | (oil >= 26), 0, oil + 1)
        wear = np.where(fails, 0.0, wear)
        for unit in np.flatnonzero(fails):
            if rng.random() < 0.25:
                number[unit], next_number = next_number, next_number + 1
    table = pd.DataFrame(rows)
    table["sent"] = np.arange(1, len(table) + 1)
    twice = table.loc[rng.permutation(len(table))[:150]].copy()
    twice["vibration_mm_s"] += rng.normal(0, 0.05, len(twice))
    twice["temperature_c"] += rng.normal(0, 0.2, len(twice))
    table = pd.concat([table, twice]).sort_values("week", kind="stable")
    table = table.reset_index(drop=True)
    table.insert(0, "row", np.arange(1, len(table) + 1))
    start = np.datetime64("2022-01-03")
    table["week"] = start + 7 * table["week"].to_numpy("timedelta64[D]")
    decimals = {"vibration_mm_s": 2, "temperature_c": 1, "stopped_h": 1}
    table = table.round(decimals)
    unread = rng.random(len(table)) < 0.04
    table["temperature_c"] = table["temperature_c"].mask(unread)
    return table.drop(columns=["unit", "sent"]), table[["row", "unit", "sent"]]


def make_visits(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return appointments and who the patients are, by date."""
    n_people, n = 900, 3_000
    age = np.clip(rng.normal(46, 19, n_people), 1, 95).astype(int)
    distance = rng.gamma(2, 2.5, n_people).round(1)
    own = rng.normal(0, 1.0, n_people)
    person = np.sort(rng.integers(n_people, size=n))
    day = rng.integers(0, 3 * 365, n)
    order = np.lexsort([day, person])
    person, day = person[order], day[order]
    lead = rng.integers(0, 60, n)
    reminder = rng.choice(["none", "letter", "message"], n, p=[0.3, 0.3, 0.4])
    score = -2.3 + own[person] + 0.45 * np.log1p(lead) / 2 - 0.8 * (reminder != "none")
    score = score + 0.03 * distance[person] - 0.015 * (age[person] - 45)
    missed = (rng.random(n) < logistic(score)).astype(int)
    by_person = pd.Series(missed).groupby(person)
    has_second = rng.random(n_people) < 1 / 15
    second = has_second[person] & (rng.random(n) < 0.5)
    table = pd.DataFrame(
        {
            "date": day,
            "patient": 5_000 + person + second * 1_500,
            "age_years": age[person],
            "distance_km": distance[person],
            "lead_days": lead,
            "reminder": reminder,
            "hour": rng.integers(8, 18, n),
            "earlier_visits": by_person.cumcount(),
            "earlier_missed": by_person.cumsum() - missed,
            "minutes_late": pd.array(rng.poisson(4, n), dtype="Int64"),
            "fee_eur": np.where(missed, 0, rng.choice([15, 25, 40], n)),
            "missed": missed,
            "person": person + 1,
        }
    )
    table["minutes_late"] = table["minutes_late"].mask(missed == 1)
    table["distance_km"] = table["distance_km"].mask(rng.random(n) < 0.06)
    table = table.sort_values("date", kind="stable").reset_index(drop=True)
    table.insert(0, "row", np.arange(1, n + 1))
    start = np.datetime64("2022-01-01")
    table["date"] = start + table["date"].to_numpy("timedelta64[D]")
    return table.drop(columns="person"), table[["row", "person"]]


def main() -> None:
    """Make the three projects; write two files for each."""
    for seed, (name, make) in enumerate(
        {"rents": make_rents, "machines": make_machines, "visits": make_visits}.items()
    ):
        table, truth = make(np.random.default_rng(720 + seed))
        write(table, f"project_{name}.csv", script="make_projects.py")
        write(truth, f"project_{name}_truth.csv", script="make_projects.py")


if __name__ == "__main__":
    main()
