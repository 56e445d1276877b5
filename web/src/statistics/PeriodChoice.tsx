import { useTranslation } from "../i18n/Translation";
import { Choice } from "../ui/Choice";
import { useInAddress } from "../ui/useInAddress";

/** The period whose totals are shown, which is part of the address. */
export const usePeriod = () => useInAddress("period", ["ALL_TIME", "MONTH", "WEEK", "DAY"]);

export function PeriodChoice() {
  const { translate } = useTranslation();
  const [period, setPeriod] = usePeriod();
  return (
    <Choice
      label={translate("statistics.period")}
      values={["DAY", "WEEK", "MONTH", "ALL_TIME"]}
      chosen={period}
      nameOf={(one) => translate(`period.${one}`)}
      onChange={setPeriod}
    />
  );
}
