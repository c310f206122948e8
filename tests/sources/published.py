"""The columns of publishers' files in their order, as the published lists have them."""

from __future__ import annotations

from steelyard.sources.gdelt import COLUMNS_1, COLUMNS_2, MENTIONS
from steelyard.sources.phoenix import DAILY
from steelyard.sources.ucdp import WIDE

ACLED = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2"),
    *("admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale"),
    *("notes", "fatalities", "tags", "timestamp"),
)

UCDP = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_new_id", "dyad_new_id", "side_a_new_id", "side_a", "side_b_new_id", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "where_prec"),
    *("latitude", "longitude", "country", "country_id", "region", "event_clarity", "date_prec"),
    *("date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
    *("best", "high", "low", "gwnoa", "gwnob"),
)

ICEWS = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text"),
    *("CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID"),
    *("Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude"),
    "Longitude",
)

MERGED = (
    *("date", "source", "source_country", "relation", "cameo", "intensity", "target"),
    *("target_country", "n", "part"),
)

POLECAT = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors"),
    *("Actor Title", "Actor Name Raw", "Wikipedia Actor ID"),
    *("Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector"),
    *("Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude"),
    *("GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date"),
    *("Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)

KEDS = ("date", "source", "target", "code", "desc")
PHOENIX = ("", "X", *DAILY)

__all__ = [
    "ACLED",
    "COLUMNS_1",
    "COLUMNS_2",
    "DAILY",
    "ICEWS",
    "KEDS",
    "MENTIONS",
    "MERGED",
    "PHOENIX",
    "POLECAT",
    "UCDP",
    "WIDE",
]
