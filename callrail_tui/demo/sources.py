"""Where calls come from: one row for each origin, with what a tracker or a web session would report (wire 8.8)."""

from typing import Final, NamedTuple


class Origin(NamedTuple):
    """First touch of a lead: source, medium, campaigns, keywords, referrer and UTM words."""

    source: str
    medium: str
    campaigns: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    referrer: str | None = None
    utm_source: str | None = None
    formatted: str = ""
    click_id: str | None = None


ORIGINS: Final = (
    Origin("Google Ads", "PPC", ("Brand", "Emergency service", "Near me"),
           ("emergency repair", "same day service", "free estimate", "best rated near me"),
           "www.google.com", "google", "Google Paid", "gclid"),
    Origin("Google Organic", "Organic", (), (), "www.google.com", None, "Google Organic"),
    Origin("Direct", "direct", (), (), None, None, "Direct"),
    Origin("Facebook", "social", ("Spring offer", "Lookalike 2"), (), "l.facebook.com", "facebook", "Facebook",
           "fbclid"),
    Origin("Bing Ads", "cpc", ("Brand", "Competitors"), ("quote online", "open now"), "www.bing.com", "bing",
           "Bing Paid", "msclkid"),
    Origin("directory.example.com", "referral", (), (), "directory.example.com", None, "Referral"),
    Origin("Google My Business", "Organic", (), (), None, None, "Google My Business"),
    Origin("Google Ads", "PPC", ("Call extension",), (), None, "google", "Google Ad Extension", "gclid"),
    Origin("Spring mailer", "offline", ("Postcards",), (), None, None, "Offline"),
    Origin("Bing Organic", "Organic", (), (), "www.bing.com", None, "Bing Organic"),
    Origin("Unknown Source", "", (), (), None, None, "Unknown Source"),
)  # fmt: skip
SESSION_ORIGINS: Final = (0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5)
"""How often each origin brings a visitor to the site."""
ORIGIN_OF_KIND: Final = {
    "google_my_business": 6,
    "google_ad_extension": 7,
    "offline": 8,
    "search": 9,
    "facebook_all": 3,
    "web_referrer": 5,
    "landing_url": 10,
}
LANDING_PATHS: Final = ("/", "/services", "/contact", "/offers/spring", "/locations/downtown", "/about-us", "/pricing")
