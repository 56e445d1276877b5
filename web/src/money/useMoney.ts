import { useQuery } from "@apollo/client/react";
import { useTranslation } from "../i18n/Translation";
import { CurrencyDocument } from "./Currency.generated";

/**
 * Returns functions that write an amount in the installation's currency, exactly or rounded as a sum. They return a
 * dash until the currency is loaded.
 */
export function useMoney(): { exact: (amount: string) => string; sum: (amount: string) => string } {
  const { format } = useTranslation();
  const currency = useQuery(CurrencyDocument).data?.statistics.currency;
  return {
    exact: (amount) => (currency ? format.money(amount, currency) : "–"),
    sum: (amount) => (currency ? format.sum(amount, currency) : "–"),
  };
}
