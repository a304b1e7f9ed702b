"""A chat channel that takes Slack's incoming webhooks: {"text": ...}, with many alerts in each."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from .crm import Crm, Failure
from .http_client import RefusedError, reason_of
from .rows import Row


class Webhook(Crm):
    """Writes messages; nothing that the CRM's users do not see there too."""

    def write(self, rows: Sequence[Row]) -> dict[str, Failure]:
        """Post one message about all of them."""
        status, answer = self.client.send("POST", "", {"text": "\n".join(map(self._line, rows))})
        if not 200 <= status < 300:
            raise RefusedError(reason_of(status, answer or ""))
        return {}

    def _line(self, row: Row) -> str:
        values = row.values
        lead = _escaped(str(values["lead_id"]))
        if self.settings.lead_url:
            address = self.settings.lead_url.replace("{lead_id}", quote(lead, safe=""))
            lead = f"<{address}|{lead}>"
        if values["alert"] == "rising":
            news = f"rose by {values['score_change_7d']} points within a week"
        else:
            news = f"is {values['stage']} since {values['happened_on']}"
        due = f" by {values['due_at']}" if values["due_at"] else ""
        owner = f" Owner: {_escaped(str(values['owner_id']))}." if values["owner_id"] else ""
        return (
            f"*{lead}* {_escaped(news)}: score {values['score']}, grade {values['grade']}."
            f" Next: {_escaped(str(values['next_action']))}{due}.{owner}"
            f" {_escaped(str(values['reasons']))}"
        )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
