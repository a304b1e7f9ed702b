"""dbt plugin: composes the rulebooks that RULEBOOK and CHALLENGER name, for any dbt command.

dbt finds it by the start of its name, and calls it after it has read dbt_project.yml and before it
looks for seeds; so plain dbt and `make build` use rulebook directories in the same way.
"""

from __future__ import annotations

import os
from pathlib import Path

from dbt.flags import get_flags
from dbt.plugins.manager import dbtPlugin

from lead_scoring.errors import UserError
from lead_scoring.rulebook_directory import put_in_force

PROJECT = "lead_scoring"
COMMANDS_WITHOUT_SEEDS = {"clean", "debug", "deps"}


class LeadScoringPlugin(dbtPlugin):
    """Composes and checks the rulebook."""

    def initialize(self) -> None:
        """Compose the rulebook, where this is the project that has one."""
        flags = get_flags()
        if self.project_name != PROJECT or flags.WHICH in COMMANDS_WITHOUT_SEEDS:
            return
        root = Path(flags.PROJECT_DIR).resolve()
        try:
            put_in_force(root, os.environ.get("RULEBOOK", ""), os.environ.get("CHALLENGER", ""))
        except UserError as error:
            # dbt shows the text of any error as it is; a ValueError adds nothing of its own.
            raise ValueError(str(error)) from None


plugins = [LeadScoringPlugin]
