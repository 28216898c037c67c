"""Make the designed town: houses.csv and what belongs to it, five files.

Truth. 6,000 homes of one town were sold once each between 2017 and 2024: 2,100 houses,
each at an address of its own, and 3,900 flats in 430 buildings. 650 of the sales are
listed twice, which makes 6,650 rows: 200 copies differ in nothing but `listing_id`;
450 come from a second agency, with the area and the price rounded, the place moved by
up to 10 m, other words in the description and now and then no energy value.
`houses_2025.csv` is what happened next: 1,000 sales of 2025, none listed twice, all in
buildings of which houses.csv has no sale; same streets, same rules, the market goes on.
`houses_truth.csv` says of each row of houses.csv which home it is, what kind of copy,
and the parts that no column holds; `value_eur` is the price without noise and without
discount. `schools.csv` and `shops.csv` give places in the town.

The logarithm of the price is a sum (see `log_value`), and the noise is normal:

    8.42 + 0.92 log(area)               larger homes cost less a square metre
    - 0.035 a km from the town hall     and a premium for each district
    + school                            0.31 up to 0.3 km from the nearest school,
                                        falling evenly to 0 at 0.6 km
    + 0.10 exp(-distance to the nearest shop / 0.3 km)
    + condition                         poor -0.12, fair -0.05, good 0, new +0.08
    - 0.0006 (energy - 140 kWh/m2/year)
    + age                               before 1920 +0.05, 1950 to 1975 -0.06
    + floor                             with a lift +0.012 each, without one -0.025
    + plot                              houses: 0.15 + 0.10 log(plot / 400 m2)
    + words                             renovated +0.14, "to be renovated" -0.18
    + season                            0.03 cos(2 pi (month - 5) / 12)
    + market                            0.02 a year until 2021, 0.13 a year after
    + street                            normal, 0.05: one value a street
    + building                          normal, 0.16: one value a building (flats),
                                        with a mean of 0 over the buildings
    + noise                             normal, 0.07

and 1.5 % of the sales were between relatives, at 30 to 50 % less. Nothing else matters:
the agency, the bedrooms, the usable area and the number of bathrooms have no effect of
their own. `agency_fee` is a share of the price, so nobody knows it before the sale.
`days_on_market` is log-normal: shorter for cheap, well-kept homes and in spring, longer
before 2020; nobody knows it before the sale either.

Missing: energy, mostly for old homes sold before 2020; year_built 3 %; description 5 %;
agency and its fee, where owners sold without one; floor and lift for houses, plot for
flats, because they have none.
"""

import numpy as np
import pandas as pd
from manifest import write

N_HOUSES, N_FLATS, N_BLOCKS = 2_100, 3_900, 430  # sold 2017 to 2024
N_COPIES, N_EXACT = 650, 200
LATER_HOUSES, LATER_FLATS, LATER_BLOCKS = 330, 670, 290  # sold 2025
N_STREETS, N_SCHOOLS, N_SHOPS = 200, 100, 80
RADIUS_KM = 5.5
SCHOOL = 0.31  # of the log price, where a school is near
NEAR_KM, FAR_KM = 0.3, 0.6  # up to there the whole of it; from there on nothing
STREET_SD, BUILDING_SD, NOISE_SD = 0.05, 0.16, 0.07  # of the log price
DISTRICTS = ("Old Town", "Harbour", "Mill", "Hills", "Park", "Station", "Meadow")
PREMIUMS = (0.10, 0.05, -0.06, 0.12, 0.06, -0.10, -0.03)
CENTRES = np.array(
    [(0, 0), (1, -3), (-3, -2), (-3, 2.5), (0.5, 3.2), (3.2, 0.5), (4, -3)]
)
TREES = (
    "Alder",
    "Ash",
    "Aspen",
    "Beech",
    "Birch",
    "Briar",
    "Cedar",
    "Cherry",
    "Clover",
    "Elder",
    "Elm",
    "Fern",
    "Fig",
    "Fir",
    "Hawthorn",
    "Hazel",
    "Heather",
    "Holly",
    "Ivy",
    "Juniper",
    "Larch",
    "Laurel",
    "Lilac",
    "Lime",
    "Linden",
    "Maple",
    "Moss",
    "Oak",
    "Olive",
    "Pear",
    "Pine",
    "Plum",
    "Poplar",
    "Quince",
    "Reed",
    "Rose",
    "Rowan",
    "Sage",
    "Thorn",
    "Willow",
)
WAYS = ("Lane", "Road", "Row", "Way", "Walk")
CONDITIONS = {"poor": -0.12, "fair": -0.05, "good": 0.0, "new": 0.08}
WORDS = {"renovated": 0.14, "to be renovated": -0.18}
OPENINGS = ("Bright", "Quiet", "Sunny", "Neat", "Airy", "Homely")
EXTRAS = ("balcony", "cellar", "parking", "garden", "fibre", "fitted kitchen")


def nearest(places: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each place which of the others is nearest, and its distance in km."""
    distances = np.linalg.norm(places[:, None] - others, axis=2)
    return distances.argmin(axis=1), distances.min(axis=1)


def make_buildings(
    rng: np.random.Generator,
    streets: np.ndarray,
    n_blocks: int,
    n_houses: int,
    first: int,
) -> pd.DataFrame:
    """Return one row a building: first the blocks of flats, then the houses.

    first: the first number in each street, 1 or 2; the others follow in steps of 2.
    """
    n = n_blocks + n_houses
    street = np.r_[:n_blocks, :n_houses] % len(streets)  # as many in each street
    place = (streets[street] + rng.normal(0, 0.12, size=(n, 2))).round(2)
    year = rng.choice([1900, 1935, 1962, 1985, 2005], n, p=[0.2, 0.15, 0.3, 0.2, 0.15])
    year = np.clip(year + rng.integers(-14, 15, size=n), 1870, 2016)
    names = [f"{tree} {way}" for way in WAYS for tree in TREES]
    number = pd.Series(street).groupby(street).cumcount() * 2 + first
    is_house = np.arange(n) >= n_blocks
    floors = rng.integers(2, 9, size=n)
    effect = rng.normal(0, BUILDING_SD, size=n_blocks)
    return pd.DataFrame(
        {
            "address": [f"{names[s]} {k}" for s, k in zip(street, number, strict=True)],
            "street": street,
            "district": nearest(place, CENTRES)[0],
            "x_km": place[:, 0],
            "y_km": place[:, 1],
            "year_built": year,
            "is_house": is_house,
            "floors": floors,
            "lift": (floors > 4) | (rng.random(n) < 0.15),
            "building_energy": 290 - 1.5 * (year - 1870) + rng.normal(0, 22, size=n),
            "building_effect": np.r_[effect - effect.mean(), np.zeros(n_houses)],
        }
    )


def make_homes(
    rng: np.random.Generator,
    buildings: pd.DataFrame,
    n_flats: int,
    years: tuple[int, int],
) -> pd.DataFrame:
    """Return one row a home, with all that decides its price."""
    n_blocks = int((~buildings["is_house"]).sum())
    spare = n_flats - 2 * n_blocks  # at least two flats of each block are sold
    size = rng.multinomial(spare, rng.dirichlet(np.full(n_blocks, 20))) + 2
    which = [*np.repeat(np.arange(n_blocks), size), *range(n_blocks, len(buildings))]
    homes = buildings.iloc[which].reset_index(drop=True)
    n, is_house = len(homes), homes["is_house"].to_numpy()
    rooms = np.where(
        is_house,
        rng.choice([3, 4, 5, 6, 7, 8], n, p=[0.1, 0.3, 0.3, 0.18, 0.08, 0.04]),
        rng.choice([1, 2, 3, 4, 5], n, p=[0.15, 0.32, 0.32, 0.16, 0.05]),
    )
    area = rooms * np.where(is_house, 24, 19) + 16 + rng.normal(0, 7, size=n)
    homes["rooms"], homes["area_m2"] = rooms, np.maximum(area, 19).round(1)
    homes["usable_m2"] = (0.93 * homes["area_m2"] + rng.normal(0, 1.5, size=n)).round()
    homes["bedrooms"] = np.maximum(1, rooms - 1 - (rng.random(n) < 0.15))
    homes["bathrooms"] = 1 + (area > 105) + (area > 175)
    homes["floor"] = rng.integers(0, homes["floors"])
    homes["plot_m2"] = np.exp(rng.normal(6.0, 0.45, size=n)).round(-1)
    homes["condition"] = rng.choice([*CONDITIONS], n, p=[0.14, 0.3, 0.44, 0.12])
    energy = homes["building_energy"] + rng.normal(0, 10, size=n)
    homes["energy_kwh"] = np.clip(energy, 25, 380).round()
    homes["words"] = rng.choice(["", *WORDS], n, p=[0.7, 0.18, 0.12])
    start, end = (pd.Timestamp(year=year, month=1, day=1) for year in years)
    day = rng.integers(0, (end - start).days, size=n)
    homes["sale_date"] = start + pd.to_timedelta(day, unit="D")
    return homes


def log_value(homes: pd.DataFrame, streets: np.ndarray) -> pd.DataFrame:
    """Return the parts of the logarithm of the price that are no chance of one sale."""
    place = homes[["x_km", "y_km"]].to_numpy()
    floor_step = np.where(homes["lift"], 0.012, -0.025)
    year, month = homes["sale_date"].dt.year, homes["sale_date"].dt.month
    years = year - 2017 + (homes["sale_date"].dt.day_of_year - 1) / 365.25
    nearness = (FAR_KM - homes["school_km"]) / (FAR_KM - NEAR_KM)
    old = 0.05 * (homes["year_built"] < 1920)
    dull = -0.06 * homes["year_built"].between(1950, 1975)
    return pd.DataFrame(
        {
            "area": 8.42 + 0.92 * np.log(homes["area_m2"]),
            "place": np.array(PREMIUMS)[homes["district"]]
            - 0.035 * np.linalg.norm(place, axis=1),
            "school": SCHOOL * np.clip(nearness, 0, 1),
            "shop": 0.10 * np.exp(-homes["shop_km"] / 0.3),
            "condition": homes["condition"].map(CONDITIONS),
            "energy": -0.0006 * (homes["energy_kwh"] - 140),
            "age": old + dull,
            "floor": np.where(homes["is_house"], 0, floor_step * homes["floor"]),
            "plot": np.where(
                homes["is_house"], 0.15 + 0.10 * np.log(homes["plot_m2"] / 400), 0
            ),
            "words": homes["words"].map({"": 0.0, **WORDS}),
            "season": 0.03 * np.cos(2 * np.pi * (month - 5) / 12),
            "market": 0.02 * years + 0.11 * np.maximum(0, years - 4),
            "street": streets[homes["street"]],
            "building": homes["building_effect"],
        }
    )


def describe(rng: np.random.Generator, homes: pd.DataFrame) -> list[str]:
    """Return a line of text for each home; some have none."""
    lines = []
    for is_house, words in zip(homes["is_house"], homes["words"], strict=True):
        parts = [f"{rng.choice(OPENINGS)} {'house' if is_house else 'flat'}"]
        if rng.random() < 0.5:
            parts.append(str(rng.choice(EXTRAS)))
        if words:
            parts.append(words)
        lines.append(", ".join(parts) if words or rng.random() < 0.94 else "")
    return lines


def make_listings(rng: np.random.Generator, homes: pd.DataFrame) -> pd.DataFrame:
    """Return what the market and the agencies add to each home."""
    n = len(homes)
    value = homes["log_value"].to_numpy()
    homes["to_relatives"] = rng.random(n) < 0.015
    discount = np.where(homes["to_relatives"], np.log(rng.uniform(0.5, 0.7, n)), 0)
    price = np.exp(value + rng.normal(0, NOISE_SD, size=n) + discount)
    homes["price_eur"] = price.round(-2).astype(int)
    cheap = (value - homes["market"]).rank(pct=True).to_numpy() - 0.5
    spring = np.cos(2 * np.pi * (homes["sale_date"].dt.month - 5) / 12)
    wear = homes["condition"].map({"poor": 0.35, "fair": 0.1, "good": 0, "new": -0.3})
    slow = 0.4 * (homes["sale_date"].dt.year < 2020)
    days = 3.3 + 0.9 * cheap - 0.2 * spring + wear + slow + rng.normal(0, 0.6, size=n)
    homes["days_on_market"] = np.clip(np.exp(days), 2, 700).round().astype(int)
    agency = rng.integers(1, 41, size=n)
    homes["agency"] = np.where(rng.random(n) < 0.12, "", [f"A{a:02d}" for a in agency])
    homes["description"] = describe(rng, homes)
    return homes


def list_twice(rng: np.random.Generator, homes: pd.DataFrame) -> pd.DataFrame:
    """Return the copies: the first are exact, the others by a second agency."""
    copies = homes.iloc[rng.choice(len(homes), N_COPIES, replace=False)].copy()
    copies["kind_of_copy"] = ["exact"] * N_EXACT + ["near"] * (N_COPIES - N_EXACT)
    near = copies["kind_of_copy"].eq("near")
    others = copies[near].copy()
    others["area_m2"] = others["area_m2"].round()
    others["usable_m2"] += rng.integers(-1, 2, size=len(others))
    others[["x_km", "y_km"]] += rng.choice([-0.01, 0, 0.01], size=(len(others), 2))
    others["price_eur"] = others["price_eur"].round(-3)
    others["agency"] = [f"A{a:02d}" for a in rng.integers(1, 41, size=len(others))]
    others["description"] = describe(rng, others)
    others["no_energy"] |= rng.random(len(others)) < 0.3
    return pd.concat([copies[~near], others])


def value_homes(
    homes: pd.DataFrame, streets: np.ndarray, schools: np.ndarray, shops: np.ndarray
) -> pd.DataFrame:
    """Return the homes with the logarithm of their value and its hidden parts."""
    place = homes[["x_km", "y_km"]].to_numpy()
    homes["school_km"] = nearest(place, schools)[1]
    homes["shop_km"] = nearest(place, shops)[1]
    parts = log_value(homes, streets)
    homes["market"], homes["street_effect"] = parts["market"], parts["street"]
    homes["log_value"] = parts.sum(axis=1)
    return homes


def lose_values(rng: np.random.Generator, homes: pd.DataFrame) -> pd.DataFrame:
    """Return the homes with marks where the energy and the year are not known."""
    old_sale = (homes["year_built"] < 1980) & (homes["sale_date"].dt.year < 2020)
    homes["no_energy"] = rng.random(len(homes)) < np.where(old_sale, 0.45, 0.08)
    homes["no_year"] = rng.random(len(homes)) < 0.03
    homes["kind_of_copy"] = ""
    return homes


def as_listed(rows: pd.DataFrame, first_id: int) -> pd.DataFrame:
    """Return the columns that everybody sees."""
    rate = rows["agency"].map({f"A{a:02d}": 0.02 + 0.001 * (a % 11) for a in range(41)})
    is_house = rows["is_house"]
    return pd.DataFrame(
        {
            "listing_id": np.arange(first_id, first_id + len(rows)),
            "sale_date": rows["sale_date"].dt.strftime("%Y-%m-%d"),
            "kind": np.where(is_house, "house", "flat"),
            "address": rows["address"],
            "district": np.array(DISTRICTS)[rows["district"]],
            "x_km": rows["x_km"].round(2),
            "y_km": rows["y_km"].round(2),
            "area_m2": rows["area_m2"],
            "usable_m2": rows["usable_m2"].astype(int),
            "rooms": rows["rooms"],
            "bedrooms": rows["bedrooms"],
            "bathrooms": rows["bathrooms"],
            "floor": rows["floor"].astype("Int64").mask(is_house),
            "lift": pd.Series(np.where(rows["lift"], "yes", "no")).mask(is_house),
            "plot_m2": rows["plot_m2"].astype("Int64").where(is_house),
            "year_built": rows["year_built"].astype("Int64").mask(rows["no_year"]),
            "condition": rows["condition"],
            "energy_kwh": rows["energy_kwh"].astype("Int64").mask(rows["no_energy"]),
            "agency": rows["agency"],
            "description": rows["description"],
            "days_on_market": rows["days_on_market"],
            "agency_fee": (rate * rows["price_eur"]).round(-1).astype("Int64"),
            "price_eur": rows["price_eur"],
        }
    )


def shuffled(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in random order."""
    return rows.iloc[rng.permutation(len(rows))].reset_index(drop=True)


def make_town(seed: int) -> dict[str, pd.DataFrame]:
    """Return the five tables of one town by the names of their files."""
    rng = np.random.default_rng(seed)
    angle = rng.uniform(0, 2 * np.pi, N_STREETS)
    radius = RADIUS_KM * np.sqrt(rng.random(N_STREETS))
    streets = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    street_effect = rng.normal(0, STREET_SD, size=N_STREETS)
    schools = rng.uniform(-RADIUS_KM, RADIUS_KM, size=(N_SCHOOLS, 2)).round(2)
    shops = streets[rng.choice(N_STREETS, N_SHOPS)]
    shops = (shops + rng.normal(0, 0.3, (N_SHOPS, 2))).round(2)

    buildings = make_buildings(rng, streets, N_BLOCKS, N_HOUSES, first=1)
    homes = make_homes(rng, buildings, N_FLATS, years=(2017, 2025))
    homes["home"] = np.arange(len(homes))
    homes = value_homes(homes, street_effect, schools, shops)
    homes = make_listings(rng, lose_values(rng, homes))
    rows = pd.concat([homes, list_twice(rng, homes)], ignore_index=True)
    rows = shuffled(rng, rows)
    houses = as_listed(rows, first_id=10_001)
    truth = pd.DataFrame(
        {
            "listing_id": houses["listing_id"],
            "home": rows["home"],
            "copy": rows["kind_of_copy"],
            "value_eur": np.exp(rows["log_value"]).round(-2).astype(int),
            "market": rows["market"].round(3),
            "street_effect": rows["street_effect"].round(3),
            "building_effect": rows["building_effect"].round(3),
            "to_relatives": rows["to_relatives"].astype(int),
        }
    )

    buildings = make_buildings(rng, streets, LATER_BLOCKS, LATER_HOUSES, first=2)
    homes = make_homes(rng, buildings, LATER_FLATS, years=(2025, 2026))
    homes = value_homes(homes, street_effect, schools, shops)
    homes = make_listings(rng, lose_values(rng, homes))
    later = as_listed(shuffled(rng, homes), first_id=20_001)

    tables = {
        "houses.csv": houses,
        "houses_truth.csv": truth,
        "houses_2025.csv": later,
    }
    for name, places in (("school", schools), ("shop", shops)):
        table = pd.DataFrame(places, columns=["x_km", "y_km"])
        names = [f"{name.capitalize()} {k}" for k in range(1, len(table) + 1)]
        table.insert(0, "name", names)
        tables[f"{name}s.csv"] = table
    return tables


def main() -> None:
    """Make the town, write the five files."""
    for name, table in make_town(seed=41).items():
        write(table, name, script="make_houses.py")


if __name__ == "__main__":
    main()
