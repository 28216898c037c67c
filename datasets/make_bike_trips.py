"""Make bike_trips.csv, the designed data of the start page, and its manifest entry.

Truth: a trip takes 4 minutes of unlocking and parking plus 3.5 minutes a kilometre;
lights and hills add noise with a standard deviation of 2 minutes.
"""

import numpy as np
import pandas as pd
from manifest import write

rng = np.random.default_rng(20)
distance_km = rng.uniform(0.5, 9.0, size=60).round(1)
minutes = (4 + 3.5 * distance_km + rng.normal(0, 2, size=60)).round(1)
trips = pd.DataFrame({"distance_km": distance_km, "minutes": minutes})
write(trips, "bike_trips.csv", script="make_bike_trips.py")
