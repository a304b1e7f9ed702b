"""The companies that people work at: size, industry, employees, name and mail domain, by number.

The target accounts come first, competitors have negative numbers, all others have names made of
syllables.
"""

from __future__ import annotations

import numpy as np

from .draws import Ints
from .words import (
    COMPANY_ENDS,
    COMPANY_KINDS,
    COMPANY_MIDDLES,
    COMPANY_STARTS,
    COMPETITORS,
    INDUSTRIES,
    TARGET_ACCOUNTS,
)
from .world import World

SIZES = ("small_business", "mid_market", "enterprise")
SMALL, MID, ENTERPRISE = range(3)
SIZE_WEIGHTS = (58, 30, 12)
SIZE_FIT = np.array([-0.35, 0.35, 0.25])

STEMS = len(COMPANY_STARTS) * len(COMPANY_MIDDLES) * len(COMPANY_ENDS)


def company_of(number: int, industry: int) -> tuple[str, str]:
    """Name and mail domain of a company; every company has a domain of its own."""
    if number < 0:
        return COMPETITORS[-1 - number]
    if number < len(TARGET_ACCOUNTS):
        return TARGET_ACCOUNTS[number][:2]
    block, index = divmod(number, STEMS)
    index = (index * 7919) % STEMS
    index, end = divmod(index, len(COMPANY_ENDS))
    start, middle = divmod(index, len(COMPANY_MIDDLES))
    stem = COMPANY_STARTS[start] + COMPANY_MIDDLES[middle] + COMPANY_ENDS[end]
    kinds = COMPANY_KINDS[INDUSTRIES[industry].name]
    domain = f"{stem}-{block}" if block else stem
    return f"{stem} {kinds[number % len(kinds)]}", f"{domain.lower()}.example"


def company_size(world: World, company: Ints) -> Ints:
    """Size class of companies by number."""
    size = world.draws.pick(SIZE_WEIGHTS, "company size", company)
    is_target = (company >= 0) & (company < len(TARGET_ACCOUNTS))
    return np.where(is_target, ENTERPRISE, size)


def company_industry(world: World, company: Ints) -> Ints:
    """Industry of companies by number; that of the target accounts is given with their names."""
    industry = world.draws.pick([i.weight for i in INDUSTRIES], "industry", company)
    names = [i.name for i in INDUSTRIES]
    given = np.array([names.index(target) for _, _, target in TARGET_ACCOUNTS])
    is_target = (company >= 0) & (company < len(given))
    return np.where(is_target, given[np.clip(company, 0, len(given) - 1)], industry)


def employees_of(world: World, company: Ints, size: Ints) -> Ints:
    """Employees of companies, from 2 to 40,000; the larger the rarer."""
    low = np.array([2.0, 100.0, 1000.0])[size]
    high = np.array([99.0, 999.0, 40000.0])[size]
    spread = world.draws.uniform("employees", company) ** np.array([1.0, 1.2, 2.0])[size]
    employees: Ints = np.round(low * (high / low) ** spread).astype(np.int64)
    return employees
