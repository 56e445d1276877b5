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
    """This is not a public address, so webhooks are not sent to it. Name a host that the internet can reach."""

    code = ErrorCode(
        "ADDRESS_NOT_PUBLIC",
        "The host of a webhook's URL is an IP address to which the server does not send: private, of its own machine "
        "or network, or of a cloud's metadata.",
    )
    field = ("input", "url")


class TooManyWebhooks(QuotaExceeded):
    """There may be {limit} webhooks of {whose}, and there are as many. Delete or change one."""

    quota = "webhooks"
