"""What one is writing."""

from pydantic import BaseModel

from chatroom.domain.payloads.reading import DraftPayload


class DraftAnswer(BaseModel):
    draft: DraftPayload
