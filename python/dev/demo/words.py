"""The made-up words of the demo: names, companies, countries, industries and their spellings.

First names are common ones of several languages; family and company names are put together from
syllables, so that they belong to nobody. Company mail domains end in .example, which is reserved
and resolves nowhere. Spellings are those that forms and imported lists bring.
"""

from __future__ import annotations

from typing import NamedTuple

FIRST_NAMES = (
    "Ada", "Alma", "Amir", "Ana", "Anders", "Anika", "Arjun", "Asha", "Aya", "Bruno", "Carla",
    "Chen", "Clara", "Diego", "Dora", "Elif", "Emil", "Eva", "Fatima", "Felix", "Finn", "Gita",
    "Hana", "Hugo", "Ida", "Ines", "Ivan", "Jana", "Jonas", "Juan", "Kaito", "Kofi", "Lara",
    "Lena", "Liam", "Lucia", "Maja", "Marc", "Mei", "Mila", "Mona", "Nadia", "Nia", "Noah",
    "Olga", "Omar", "Oscar", "Paula", "Pavel", "Priya", "Rafael", "Rosa", "Ruth", "Samir",
    "Sofia", "Theo", "Tomas", "Vera", "Yara", "Zoe",
)  # fmt: skip
FAMILY_STARTS = (
    "Alder", "Asken", "Bram", "Brynd", "Calver", "Dorn", "Elsk", "Farrow", "Fenn", "Garr", "Grel",
    "Harl", "Hest", "Ister", "Jorv", "Kald", "Kester", "Lorn", "Marr", "Nether", "Orl", "Pell",
    "Quarr", "Rend", "Sar", "Tarn", "Ulver", "Vester", "Wend", "Yarr",
)  # fmt: skip
FAMILY_ENDS = (
    "adine", "aquist", "avell", "bergh", "brook", "demir", "dotti", "eckel", "enko", "erossa",
    "gaard", "holt", "idez", "ikova", "imura", "ingale", "itani", "lund", "maki", "moor", "obide",
    "onwick", "ostrand", "otelli", "oyama", "ström", "tree", "uzzi", "wick", "üller",
)  # fmt: skip

COMPANY_STARTS = (
    "Al", "Bel", "Bor", "Cal", "Cor", "Dal", "Del", "Dor", "El", "Fal", "Fen", "Gal", "Gor",
    "Hal", "Hol", "Is", "Jor", "Kal", "Kor", "Lam", "Lor", "Mal", "Mer", "Nal", "Nor", "Ol", "Or",
    "Pal", "Per", "Qual", "Ral", "Ros", "Sal", "Sor", "Tal", "Tor", "Ul", "Val", "Wes", "Zan",
)  # fmt: skip
COMPANY_MIDDLES = (
    "",
    "a",
    "be",
    "da",
    "e",
    "ga",
    "i",
    "ka",
    "la",
    "ma",
    "na",
    "o",
    "pa",
    "ra",
    "si",
    "ta",
)
COMPANY_ENDS = (
    "bek", "brin", "crest", "dane", "dex", "dova", "field", "fors", "gate", "gren", "ham", "kin",
    "lane", "lith", "lora", "mark", "mond", "moor", "nex", "nova", "plex", "quell", "rand",
    "ridge", "rock", "rune", "sen", "sky", "stead", "stone", "tal", "tech", "tis", "ton", "vale",
    "ven", "vera", "vik", "wave", "worth",
)  # fmt: skip

COMPANY_KINDS = {
    "Software": ("Software", "Systems", "Labs", "Analytics", "Cloud"),
    "Financial Services": ("Capital", "Finance", "Partners", "Insurance"),
    "Banking": ("Bank", "Savings Bank"),
    "Manufacturing": ("Industries", "Works", "Motors", "Tools", "Plastics"),
    "Healthcare": ("Health", "Clinics", "Medical"),
    "Retail": ("Retail", "Stores", "Foods"),
    "E-commerce": ("Direct", "Shops"),
    "Professional Services": ("Consulting", "Advisory", "Partners", "Design"),
    "Media and Entertainment": ("Media", "Publishing", "Studios"),
    "Logistics": ("Logistics", "Freight", "Shipping"),
    "Energy": ("Energy", "Power"),
    "Education": ("Academy", "Learning"),
    "Government": ("City Council", "Agency"),
    "Non-profit": ("Foundation", "Aid"),
}
LEGAL_FORMS = ("", "", "", " Inc", " Inc.", " Ltd", " GmbH", ", LLC", " B.V.", " S.A.")

# The accounts that sales has named as its targets (seeds/rulebook/target_accounts.csv), with their
# industry, and the competitors that the rulebook disqualifies (overrides.csv).
TARGET_ACCOUNTS = (
    ("Bluepeak Software", "bluepeak.example", "Software"),
    ("Granite Bank", "granitebank.example", "Banking"),
    ("Helioscope Power", "helioscope.example", "Energy"),
    ("Meridian Health", "meridian-health.example", "Healthcare"),
    ("Northwind Freight", "northwind-freight.example", "Logistics"),
    ("Oakline Retail", "oakline-retail.example", "Retail"),
    ("Quantaworks", "quantaworks.example", "Manufacturing"),
    ("Suncrest Energy", "suncrest-energy.example", "Energy"),
    ("Tidewater Logistics", "tidewater-logistics.example", "Logistics"),
    ("Vantor Robotics", "vantor-robotics.example", "Manufacturing"),
)
COMPETITORS = (
    ("Rivalscope", "rivalscope.example"),
    ("LeadRival", "leadrival.example"),
    ("Scorerival", "scorerival.example"),
)
# Mail providers and throw-away mail services are real: rules name them. The addresses are made up.
PERSONAL_DOMAINS = (  # beside gmail.com
    "yahoo.com", "outlook.com", "hotmail.com", "icloud.com",
    "gmx.de", "web.de", "proton.me", "orange.fr", "qq.com",
)  # fmt: skip
DISPOSABLE_DOMAINS = (
    "mailinator.com",
    "guerrillamail.com",
    "10minutemail.com",
    "yopmail.com",
    "trashmail.com",
)
INVALID_EMAILS = (
    "n/a",
    "none",
    "test",
    "asdf@asdf",
    "name@",
    "@firm.example",
    "a b@firm.example",
    "mail@@firm.example",
)
ROLE_ACCOUNTS = ("info", "sales", "office", "noreply", "test", "asdf", "admin")


class Named(NamedTuple):
    """A country or an industry: how common it is, what it adds to fit, and how people spell it."""

    name: str
    weight: float
    fit: float
    spellings: tuple[str, ...]


COUNTRIES = (
    Named("United States", 34, 0.10, ("USA", "U.S.", "U.S.A.", "US", "united states", "America")),
    Named("United Kingdom", 13, 0.10, ("UK", "U.K.", "Great Britain", "England", "GB")),
    Named("Germany", 13, 0.10, ("Deutschland", "DE", "germany", "GERMANY", "Allemagne")),
    Named("France", 7, 0.0, ("FR", "france", "FRANCE")),
    Named("Netherlands", 5, 0.10, ("The Netherlands", "Nederland", "NL", "Holland")),
    Named("Spain", 4, 0.0, ("España", "ES", "spain")),
    Named("Canada", 5, 0.0, ("CA", "canada", "CANADA")),
    Named("India", 6, -0.30, ("IN", "india", "Bharat")),
    Named("Australia", 3, 0.0, ("AU", "australia")),
    Named("Brazil", 3, -0.30, ("Brasil", "BR", "brazil")),
    Named("Switzerland", 2, 0.10, ("Schweiz", "Suisse", "CH")),
    Named("Austria", 2, 0.0, ("Österreich", "AT", "austria")),
    Named("Sweden", 2, 0.0, ("Sverige", "SE", "sweden")),
    Named("Mexico", 2, -0.30, ("México", "MX", "mexico")),
    Named("Japan", 2, -0.30, ("日本", "JP", "japan")),
    Named("Nigeria", 1, -0.30, ("NG", "nigeria")),
)
INDUSTRIES = (
    Named("Software", 20, 0.45, ("SaaS", "software", "Computer Software", "IT / Software")),
    Named("Financial Services", 8, 0.35, ("Finance", "FinTech", "Financial Svcs.")),
    Named("Banking", 4, 0.35, ("Bank", "banking", "Banks")),
    Named("Manufacturing", 14, 0.0, ("manufacturing", "Mfg", "Maschinenbau")),
    Named("Healthcare", 10, 0.20, ("Health Care", "healthcare", "Hospitals", "Medical")),
    Named("Retail", 7, 0.05, ("retail", "Retail / eCommerce", "Einzelhandel")),
    Named("E-commerce", 3, 0.10, ("Ecommerce", "e-commerce", "Online Retail")),
    Named("Professional Services", 12, 0.10, ("Consulting", "Management Consulting")),
    Named("Media and Entertainment", 6, 0.0, ("Media & Entertainment", "media", "Publishing")),
    Named("Logistics", 5, 0.0, ("Transportation", "Logistics & Supply Chain", "logistics")),
    Named("Energy", 3, -0.10, ("Utilities", "Oil & Energy", "energy")),
    Named("Education", 4, -0.70, ("Higher Education", "education", "University")),
    Named("Government", 2, -0.60, ("Public Sector", "government", "Government Administration")),
    Named("Non-profit", 2, -0.60, ("NGO", "Nonprofit", "Non-Profit Organization")),
)
US_REGIONS = (
    "California",
    "CA",
    "New York",
    "NY",
    "Texas",
    "TX",
    "Illinois",
    "Washington",
    "Massachusetts",
    "Georgia",
)
CRM_SYSTEMS = ("Salesforce", "HubSpot", "Dynamics 365", "Pipedrive", "spreadsheet", "none")
WEBINARS = (
    "lead-scoring-101",
    "crm-hygiene",
    "forecasting-live",
    "customer-panel-retail",
    "data-teams-and-sales",
)
