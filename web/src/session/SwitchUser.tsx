import { useTranslation } from "../i18n/Translation";
import { Confirm } from "../ui/Confirm";
import { declineOffer, heldToken, nameIn, signIn, useSession } from "./session";

/** Asks before the token of a link replaces the signed-in user. */
export function SwitchUser() {
  const { translate } = useTranslation();
  const { offered } = useSession();
  if (offered === undefined) return null;
  return (
    <Confirm
      title={translate("switchUser.title")}
      description={translate("switchUser.description", {
        current: nameIn(heldToken()),
        next: nameIn(offered),
      })}
      action={translate("switchUser.confirm")}
      onClose={declineOffer}
      onConfirm={() => signIn(offered)}
    />
  );
}
