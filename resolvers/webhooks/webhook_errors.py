from typing import Any

from resolvers.exceptions import CONFLICT, ErrorCode, InputRefusal, NotFound, QuotaExceeded


class WebhookNotFound(NotFound):
    """There is no such webhook."""

    field = ("input", "id")


class DeliveryNotFound(NotFound):
    """There is no such delivery, or it is older than 30 days."""

    field = ("input", "deliveryId")


class WebhookDisabled(InputRefusal):
    """The webhook is switched off, so nothing is sent. Switch it on with `updateWebhook`."""

    code = CONFLICT

    @property
    def details(self) -> dict[str, Any]:
        return {"webhookId": str(self.values["id"]), "disabledReason": self.values["reason"]}


class AddressNotPublic(InputRefusal):
    """This is not a public address, so nothing would be sent to it. Name a host that the internet reaches."""

    code = ErrorCode(
        "ADDRESS_NOT_PUBLIC",
        "The host of a webhook's URL is an IP address to which nothing is sent: it is private, of the server's machine "
        "or network, or serves a cloud's metadata.",
    )
    field = ("input", "url")


class TooManyWebhooks(QuotaExceeded):
    """There are {limit} webhooks of {whose}, and there may be no more. Delete or change one."""

    quota = "webhooks"
