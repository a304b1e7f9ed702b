"""Job titles as people type them: many spellings of few jobs, in six languages, and some nonsense.

Of ten titles, six are spelled as in a style guide; the others are shortened, reordered,
translated, in other case, with spaces around them or with something appended. About one in forty
is no title at all.
"""

from __future__ import annotations

import numpy as np

from .draws import Draws, Ints, Texts
from .people import DEPARTMENTS, JOB_SEEKER, SENIORITIES, STUDENT, People
from .words import COUNTRIES

# {d}: the department. The first spelling of each is the usual one.
SENIORITY_SPELLINGS = {
    "owner": (
        "Founder", "Owner", "Co-Founder & CEO", "Founder / CEO", "co-founder", "Managing Partner",
        "Proprietor",
    ),
    "c_level": ("Chief {d} Officer", "Chief {d} Officer (interim)"),
    "vp": (
        "VP {d}", "V.P. of {d}", "Vice President, {d}", "Vice President of {d}", "VP, {d}",
        "VP of {d}", "Vice-President {d}", "SVP {d}", "EVP, {d}",
    ),
    "director": (
        "Director of {d}", "{d} Director", "Director, {d}", "Dir. {d}", "Head of {d}",
        "Sr. Director {d}",
    ),
    "manager": (
        "{d} Manager", "Manager, {d}", "{d} Mgr", "Mgr. {d}", "{d} Team Lead", "Manager of {d}",
    ),
    "senior": (
        "Senior {d} Specialist", "Sr. {d} Analyst", "Sr {d} Specialist", "Senior {d} Consultant",
        "Lead {d}",
    ),
    "individual": (
        "{d} Specialist", "{d} Analyst", "{d} Associate", "{d} Coordinator", "{d} Consultant",
    ),
    "entry": (
        "{d} Intern", "Junior {d} Specialist", "Jr. {d} Assistant", "{d} Trainee",
        "Working Student {d}",
    ),
}  # fmt: skip
DEPARTMENT_SPELLINGS = {
    "executive": ("General Management", "Business"),
    "marketing": (
        "Marketing",
        "Mktg",
        "Demand Generation",
        "Growth Marketing",
        "Brand & Marketing",
    ),
    "sales": ("Sales", "Business Development", "Revenue", "Inside Sales"),
    "it": ("IT", "Information Technology", "I.T.", "IT Systems"),
    "engineering": ("Engineering", "Software Engineering", "Data Engineering"),
    "operations": ("Operations", "Ops", "Revenue Operations"),
    "finance": ("Finance", "Controlling", "Accounting"),
    "hr": ("Human Resources", "HR", "People & Culture"),
    "product": ("Product", "Product Management"),
    "legal": ("Legal", "Compliance"),
    "support": ("Customer Support", "Customer Service", "Customer Success"),
    "research": ("Research", "R&D"),
    "education": ("Teaching", "Education"),
}
CHIEFS = {
    "executive": ("CEO", "Chief Executive Officer", "C.E.O.", "Managing Director", "President"),
    "marketing": ("CMO", "Chief Marketing Officer", "C.M.O."),
    "sales": ("CRO", "Chief Revenue Officer", "Chief Sales Officer"),
    "it": ("CIO", "Chief Information Officer", "C.I.O."),
    "engineering": ("CTO", "Chief Technology Officer", "C.T.O."),
    "operations": ("COO", "Chief Operating Officer"),
    "finance": ("CFO", "Chief Financial Officer", "C.F.O."),
    "hr": ("CHRO", "Chief People Officer"),
    "product": ("CPO", "Chief Product Officer"),
}
DEPARTMENTS_ABROAD = {
    "German": {
        "sales": "Vertrieb",
        "hr": "Personal",
        "finance": "Finanzen",
        "operations": "Betrieb",
    },
    "French": {
        "sales": "commercial",
        "hr": "ressources humaines",
        "finance": "financier",
        "it": "informatique",
    },
    "Spanish": {
        "sales": "Ventas",
        "hr": "Recursos Humanos",
        "finance": "Finanzas",
        "it": "Sistemas",
    },
    "Portuguese": {"sales": "Vendas", "hr": "Recursos Humanos", "finance": "Finanças", "it": "TI"},
    "Japanese": {"sales": "営業", "marketing": "マーケティング", "hr": "人事", "finance": "財務"},
}
TITLES_ABROAD: dict[str, dict[str, tuple[str, ...]]] = {
    "German": {
        "owner": ("Inhaber", "Gründerin"),
        "c_level": ("Geschäftsführer", "Geschäftsführerin", "Vorstand {d}"),
        "vp": ("Bereichsleiter {d}", "Bereichsleiterin {d}"),
        "director": ("Leiter {d}", "Leitung {d}"),
        "manager": ("Teamleiter {d}", "Abteilungsleiterin {d}"),
        "individual": ("Sachbearbeiter {d}", "Referentin {d}"),
        "entry": ("Praktikant {d}", "Werkstudentin {d}", "Auszubildender {d}"),
    },
    "French": {
        "owner": ("Gérant", "Fondatrice"),
        "c_level": ("Directeur général", "PDG"),
        "director": ("Directeur {d}", "Directrice {d}"),
        "manager": ("Responsable {d}", "Chef de service {d}"),
        "entry": ("Stagiaire {d}",),
    },
    "Spanish": {
        "owner": ("Propietaria", "Fundador"),
        "c_level": ("Director General", "Consejero delegado"),
        "director": ("Director de {d}", "Directora de {d}"),
        "manager": ("Jefe de {d}", "Responsable de {d}"),
        "entry": ("Becario de {d}",),
    },
    "Portuguese": {
        "director": ("Diretor de {d}", "Diretora de {d}"),
        "manager": ("Gerente de {d}",),
        "entry": ("Estagiário de {d}",),
    },
    "Japanese": {"director": ("{d}部長",), "manager": ("{d}課長",)},
}  # fmt: skip
LANGUAGE_OF = {
    "Germany": "German", "Austria": "German", "Switzerland": "German", "France": "French",
    "Spain": "Spanish", "Mexico": "Spanish", "Brazil": "Portuguese", "Japan": "Japanese",
}  # fmt: skip
NONSENSE = (
    "asdf",
    "-",
    ".",
    "n/a",
    "xxx",
    "Jedi",
    "Chief Happiness Officer",
    "growth ninja 🥷",
    "see LinkedIn",
    "123",
)
STUDENT_TITLES = (
    "Student",
    "PhD Student",
    "MBA candidate",
    "Student Assistant",
    "Studentin",
    "Undergraduate",
)
SEEKER_TITLES = (
    "Looking for new opportunities",
    "Job seeker",
    "Open to work",
    "Freelancer",
    "Account Executive",
)
SUFFIXES = (" (EMEA)", " - DACH", ", MBA", " | Speaker", " 🚀", " II")


def job_titles(draws: Draws, people: People, person: Ints, *row: Ints) -> Texts:
    """The title each row gives for its person; `row` makes a person's rows differ."""
    key = people.number[person], *row
    which, department_word, abroad, style, suffix = (
        draws.uniform(f"title {part}", *key).tolist()
        for part in ("template", "department", "abroad", "style", "suffix")
    )
    roles, seniorities, departments, countries = (
        column[person].tolist()
        for column in (people.role, people.seniority, people.department, people.country)
    )
    titles = np.empty(len(person), dtype=object)
    for i, role in enumerate(roles):
        if role == STUDENT:
            title = _at(STUDENT_TITLES, which[i])
        elif role == JOB_SEEKER and abroad[i] < 0.7:
            title = _at(SEEKER_TITLES, which[i])
        else:
            title = _job(
                SENIORITIES[seniorities[i]].name,
                DEPARTMENTS[departments[i]].name,
                LANGUAGE_OF.get(COUNTRIES[countries[i]].name) if abroad[i] < 0.45 else None,
                which[i],
                department_word[i],
            )
        titles[i] = _as_typed(title, style[i], suffix[i])
    return titles


def _at(options: tuple[str, ...], uniform: float) -> str:
    return options[int(uniform * len(options))]


def _usual_or(options: tuple[str, ...], uniform: float) -> str:
    """The first spelling for six in ten, else any."""
    return options[0] if uniform < 0.6 else _at(options, (uniform - 0.6) / 0.4)


def _job(seniority: str, department: str, language: str | None, which: float, word: float) -> str:
    options = TITLES_ABROAD[language].get(seniority) if language else None
    if language and options:
        name = DEPARTMENTS_ABROAD[language].get(department, DEPARTMENT_SPELLINGS[department][0])
        return _at(options, which).replace("{d}", name)
    if seniority == "c_level" and department in CHIEFS:
        return _usual_or(CHIEFS[department], which)
    name = _usual_or(DEPARTMENT_SPELLINGS[department], word)
    return _usual_or(SENIORITY_SPELLINGS[seniority], which).replace("{d}", name)


def _as_typed(title: str, style: float, suffix: float) -> str:
    if style < 0.025:
        return _at(NONSENSE, style / 0.025)
    if suffix < 0.03:
        title += _at(SUFFIXES, suffix / 0.03)
    if style < 0.09:
        return title.lower()
    if style < 0.12:
        return title.upper()
    if style < 0.15:
        return title.lower() + " "
    if style < 0.17:
        return "  " + title.replace(" ", "  ")
    return title
