"""The words that the invented calls are made of: fictional numbers, example domains, nobody in particular."""

from typing import Final

_FIRST_NAMES: Final = (
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan "
    "Joseph Jessica Thomas Karen Carlos Nancy Daniel Lisa Matthew Betty Anthony Sandra Mark Ashley Donald "
    "Kimberly Steven Emily Andrew Donna Paul Michelle Joshua Carol Kenneth Amanda Kevin Melissa Brian Deborah "
    "Chloé Rebecca Timothy Sharon José Laura Jeffrey Cynthia Ryan Amy Jacob Kathleen Nicholas Angela Éric "
    "Shirley Jonathan Brenda Wei Priya Zoë Søren"
)
FIRST_NAMES: Final = tuple(_FIRST_NAMES.split())
_LAST_NAMES: Final = (
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson "
    "Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis "
    "Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall "
    "Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins "
    "Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly "
    "Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood Bennett Gray Mendoza Ruiz Hughes Price "
    "O'Brien MacLeod Nuñez Müller Dvořák Okafor Haddad"
)
LAST_NAMES: Final = tuple(_LAST_NAMES.split())
CARRIER_NAMES: Final = ("WIRELESS CALLER", "TOLL FREE CALLER", "Unavailable", "V0IP CALLER")
WITHHELD: Final = (
    (None, None),
    ("Anonymous", "+266696687"),
    ("RESTRICTED", "+7378742833"),
    (None, "+8656696"),
)
"""Callers who hide: the name and the number that arrive in their stead (wire 2.3)."""

PLACES: Final = (
    ("205", "Birmingham", "AL", "US"), ("602", "Phoenix", "AZ", "US"), ("480", "Mesa", "AZ", "US"),
    ("501", "Little Rock", "AR", "US"), ("213", "Los Angeles", "CA", "US"), ("415", "San Francisco", "CA", "US"),
    ("619", "San Diego", "CA", "US"), ("916", "Sacramento", "CA", "US"), ("949", "Laguna Beach", "CA", "US"),
    ("303", "Denver", "CO", "US"), ("719", "Colorado Springs", "CO", "US"), ("203", "New Haven", "CT", "US"),
    ("302", "Wilmington", "DE", "US"), ("305", "Miami", "FL", "US"), ("407", "Orlando", "FL", "US"),
    ("813", "Tampa", "FL", "US"), ("404", "Atlanta", "GA", "US"), ("706", "Blue Ridge", "GA", "US"),
    ("208", "Boise", "ID", "US"), ("312", "Chicago", "IL", "US"), ("217", "Springfield", "IL", "US"),
    ("317", "Indianapolis", "IN", "US"), ("515", "Des Moines", "IA", "US"), ("316", "Wichita", "KS", "US"),
    ("502", "Louisville", "KY", "US"), ("504", "New Orleans", "LA", "US"), ("207", "Portland", "ME", "US"),
    ("410", "Baltimore", "MD", "US"), ("617", "Boston", "MA", "US"), ("313", "Detroit", "MI", "US"),
    ("616", "Grand Rapids", "MI", "US"), ("612", "Minneapolis", "MN", "US"), ("314", "St. Louis", "MO", "US"),
    ("816", "Kansas City", "MO", "US"), ("406", "Billings", "MT", "US"), ("402", "Omaha", "NE", "US"),
    ("702", "Las Vegas", "NV", "US"), ("603", "Manchester", "NH", "US"), ("201", "Jersey City", "NJ", "US"),
    ("505", "Albuquerque", "NM", "US"), ("212", "New York", "NY", "US"), ("585", "Rochester", "NY", "US"),
    ("704", "Charlotte", "NC", "US"), ("216", "Cleveland", "OH", "US"), ("405", "Oklahoma City", "OK", "US"),
    ("503", "Portland", "OR", "US"), ("215", "Philadelphia", "PA", "US"), ("724", "Rochester", "PA", "US"),
    ("401", "Providence", "RI", "US"), ("803", "Columbia", "SC", "US"), ("615", "Nashville", "TN", "US"),
    ("214", "Dallas", "TX", "US"), ("713", "Houston", "TX", "US"), ("801", "Salt Lake City", "UT", "US"),
    ("804", "Richmond", "VA", "US"), ("206", "Seattle", "WA", "US"), ("414", "Milwaukee", "WI", "US"),
    ("416", "Toronto", "ON", "CA"), ("604", "Vancouver", "BC", "CA"), ("44", "London", None, "GB"),
)  # fmt: skip
"""Area code, city, state, country; sixty of them, a divisor of the pattern's period."""

COMPANY_NAMES: Final = (
    ("Cedar & Pine Dental", "America/New_York"),
    ("Lakeside Plumbing", "America/Chicago"),
    ("High Desert Roofing", "America/Denver"),
    ("Harbor Family Law", "America/Los_Angeles"),
    ("Saguaro Air Conditioning", "America/Phoenix"),
    ("Old Mill Storage", "America/New_York"),
    ("Northgate Veterinary", "America/Los_Angeles"),
    ("Bluebird Movers", "America/Chicago"),
)
TRACKER_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("Website pool", "session"),
    ("Google Business Profile", "google_my_business"),
    ("Google Ads call extension", "google_ad_extension"),
    ("Spring mailer", "offline"),
    ("Bing organic", "search"),
    ("Facebook page", "facebook_all"),
    ("Partner site", "web_referrer"),
    ("Landing page /offer", "landing_url"),
)
AGENT_NAMES: Final = (
    ("Dana", "Reyes", "admin"), ("Sam", "Okafor", "admin"), ("Robin", "Hale", "manager"), ("Alex", "Moreno", "manager"),
    ("Jo", "Lindqvist", "reporting"), ("Casey", "Tran", "reporting"), ("Morgan", "Price", "reporting"),
    ("Riley", "Novak", "reporting"), ("Jamie", "Stone", "reporting"), ("Taylor", "Voss", "notification"),
)  # fmt: skip

NOTES: Final = (
    "Wants a quote by Friday.", "Left a message, call back after 4 pm.", "Asked for the manager; calmed down.",
    "Booked for next week.", "Price too high, may call again.", "Existing customer, routine question.",
    "Sent the brochure.\nFollow up in two days.", "Wrong department, transferred.", "Speaks Spanish, prefers mornings.",
)  # fmt: skip
ACCOUNT_TAGS: Final = (
    ("Schedule requested", "orange3", "gray1"), ("Price shopper", "yellow1", "yellow1"),
    ("Existing customer", "blue1", "blue1"), ("Follow up", "red1", "red1"), ("Wrong number", "gray1", "gray1"),
    ("Vendor", "purple1", "purple1"),
)  # fmt: skip
COMPANY_TAGS: Final = (("Opportunity", "gray1"), ("Booked", "green1"), ("Emergency", "red2"), ("Winter promo", "cyan1"))
"""The last of them is disabled; some older calls still hold it."""

CALLER_LINES: Final = (
    "Hi, I found you online and I have a question about pricing.", "I need someone to come out this week if possible.",
    "Do you have anything open tomorrow morning?", "My neighbor recommended you.", "How long does that usually take?",
    "And what would that cost me?", "That sounds fair. Let me talk to my partner first.", "Okay, please book it.",
)  # fmt: skip
AGENT_LINES: Final = (
    "Thank you for calling, how can I help?", "Sure, may I have your name and the address?",
    "We have an opening on Thursday at ten.", "The visit itself is free of charge.",
    "It depends on the size of the job.",
    "I will send you a confirmation by e-mail.", "Is this the best number to reach you?", "Thank you, have a good day!",
)  # fmt: skip
HIGHLIGHTS: Final = ("pricing", "appointment", "emergency", "insurance", "second opinion", "availability", "referral")
SENTIMENTS: Final = ("positive", "neutral", "negative")
LEAD_SCORES: Final = ("very poor", "poor", "average", "good", "very good")

HOSTILE: Final = (
    "[red]Acme[/red] [Plumbing]", "[/b] unmatched", "[@click=app.quit]press me[/]", "\x1b]52;c;aGk=\x07clip",
    "\x1b[2J\x1b[31mclear", "\u202egnp.exe\u2066 bidi", "nul\x00 bell\x07 tab\t new\nline", "\x9b31mC1 control",
    "https://example.com/[link=x]y", "a\u0300\u0301\u0302 wide 電話 \U0001f469\u200d\U0001f52c",
    "x" * 600, "\ud800 lone",
)  # fmt: skip
"""Text that tries to act (wire 2.3); only with ``DemoSettings.hostile``."""
