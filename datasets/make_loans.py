"""Make the designed bank: loans.csv, loans_trial.csv and loans_truth.csv.

Truth. People apply for a loan. Some are settled, some are newcomers to the country.
Whoever pays back without falling behind is `repaid` = 1. The chance of it is the
logistic function of a sum, and the sum is another one for newcomers, because their
past is written down elsewhere:

    settled    0.9 + 1.1 history - 0.8 missed - 0.9 burden + 0.3 job + 0.2 rent
    newcomer   0.35 + 0.0 history - 0.3 missed - 0.9 burden + 0.9 job + 1.5 rent

    history    (years on the domestic credit record - 12) / 8, at most 1.5
    missed     payments missed in two years, as recorded, less 0.5
    burden     (monthly rate of the loan / monthly income - 0.2) / 0.1, from -1.5 to 2.5
    job        (years in the present job - 5) / 4, at most 1.5
    rent       (months of the last 24 with the rent paid on time - 19) / 3;
               it counts for owners too, though no column holds theirs

Postcode, age, purpose and the form of the loan have no effect of their own. Postcodes
101 to 104 hold three quarters of the newcomers and an eighth of the settled.

loans.csv holds 6,000 past applications, 8 % of them from newcomers. `approved` is what
an officer decided: 1 where the sum for settled people, without the rent and with half
the weight for history (no record counts as 0 years), less 0.8 for every newcomer, plus
normal noise of 0.5, is above 0.3. So the officers applied one group's rule to both and
marked the newcomers down on top of it. Nobody's repayment is known from this file.

loans_trial.csv holds 6,000 later applications, 40 % from newcomers, as many as there
are in the town. In the trial everybody got the loan, so `repaid` is known for all.

loans_truth.csv gives `chance`, the chance of repaying, for the applications of both
files, and `repays`, what happens if the loan is granted.

Missing: history of 30 % of the newcomers and 8 % of the settled, who have no record;
rent_on_time of owners, most of whom are settled; income of the self-employed, 8 %.
"""

import numpy as np
import pandas as pd
from manifest import write

PURPOSES = ("car", "home", "education", "other")


def make_people(rng: np.random.Generator, n: int, share: float) -> pd.DataFrame:
    """Return n applicants with all that is true of them, `share` of them newcomers."""
    new = rng.random(n) < share
    age = np.where(new, rng.normal(34, 8, n), rng.normal(43, 13, n))
    age = np.clip(age, 19, 78).round().astype(int)
    record = (age - 18) * np.where(new, rng.beta(1.4, 2.2, n), rng.beta(2.2, 1.8, n))
    income = np.exp(rng.normal(np.where(new, 7.75, 7.85), 0.35)).round(-1)
    burden = np.clip(rng.gamma(5, 0.042, n), 0.04, 0.6)
    term = rng.choice([12, 24, 36, 48, 60, 84], n, p=[0.1, 0.2, 0.25, 0.2, 0.15, 0.1])
    job = rng.exponential(np.where(new, 3.5, 6.5))
    reliable = rng.normal(size=n)
    rent = np.clip(np.round(19.5 + 3.2 * reliable + rng.normal(0, 1, n)), 0, 24)
    postcode = np.where(
        rng.random(n) < np.where(new, 0.75, 0.125),
        rng.integers(101, 105, n),
        rng.integers(105, 113, n),
    )
    return pd.DataFrame(
        {
            "origin": np.where(new, "newcomer", "settled"),
            "age_years": age,
            "postcode": postcode,
            "income_eur": income,
            "loan_eur": np.maximum(burden * income * term, 300).round(-2),
            "term_months": term,
            "purpose": rng.choice(PURPOSES, n, p=[0.4, 0.25, 0.15, 0.2]),
            "job_years": np.minimum(job, age - 17).round(1),
            "history_years": record.round(1),
            "missed_payments": rng.poisson(np.exp(-0.7 - 0.6 * reliable)),
            "rent_on_time": rent.astype(int),
            "no_record": rng.random(n) < np.where(new, 0.30, 0.08),
            "owner": rng.random(n) < np.where(new, 0.05, 0.5),
            "self_employed": rng.random(n) < 0.08,
        }
    )


def add_chances(people: pd.DataFrame) -> pd.DataFrame:
    """Return the people with their chance of repaying and what an officer sees."""
    history = np.minimum((people["history_years"] - 12) / 8, 1.5)
    missed = people["missed_payments"] - 0.5
    rate = people["loan_eur"] / people["term_months"] / people["income_eur"]
    burden = np.clip((rate - 0.2) / 0.1, -1.5, 2.5)
    job = np.minimum((people["job_years"] - 5) / 4, 1.5)
    rent = (people["rent_on_time"] - 19) / 3
    settled = 0.9 + 1.1 * history - 0.8 * missed - 0.9 * burden + 0.3 * job
    newcomer = 0.35 - 0.3 * missed - 0.9 * burden + 0.9 * job + 1.5 * rent
    new = people["origin"].eq("newcomer")
    score = np.where(new, newcomer, settled + 0.2 * rent)
    known = np.where(people["no_record"], -1.5, history)
    seen = settled - 1.1 * history + 0.55 * known - 0.8 * new
    return people.assign(chance=1 / (1 + np.exp(-score)), seen=seen)


def as_filed(people: pd.DataFrame, first_id: int) -> pd.DataFrame:
    """Return the columns of an application, with what nobody knows left empty."""
    whole = people[["income_eur", "loan_eur"]].astype("Int64")
    return pd.DataFrame(
        {
            "application": np.arange(first_id, first_id + len(people)),
            "origin": people["origin"],
            "postcode": people["postcode"],
            "age_years": people["age_years"],
            "income_eur": whole["income_eur"].mask(people["self_employed"]),
            "loan_eur": whole["loan_eur"],
            "term_months": people["term_months"],
            "purpose": people["purpose"],
            "job_years": people["job_years"],
            "history_years": people["history_years"].mask(people["no_record"]),
            "missed_payments": people["missed_payments"],
            "rent_on_time": people["rent_on_time"]
            .astype("Int64")
            .mask(people["owner"]),
        }
    )


def main() -> None:
    """Make the applicants, the decisions and the repayments; write three files."""
    rng = np.random.default_rng(52)
    past = add_chances(make_people(rng, 6_000, share=0.08))
    trial = add_chances(make_people(rng, 6_000, share=0.40))
    loans, trial_loans = as_filed(past, 10_001), as_filed(trial, 20_001)
    loans["approved"] = (past["seen"] + rng.normal(0, 0.5, len(past)) > 0.3).astype(int)
    repays = [(rng.random(len(p)) < p["chance"]).astype(int) for p in (past, trial)]
    trial_loans["repaid"] = repays[1]
    truth = pd.DataFrame(
        {
            "application": [*loans["application"], *trial_loans["application"]],
            "chance": pd.concat([past["chance"], trial["chance"]]).round(3).to_numpy(),
            "repays": np.concatenate(repays),
        }
    )
    write(loans, "loans.csv", script="make_loans.py")
    write(trial_loans, "loans_trial.csv", script="make_loans.py")
    write(truth, "loans_truth.csv", script="make_loans.py")


if __name__ == "__main__":
    main()
