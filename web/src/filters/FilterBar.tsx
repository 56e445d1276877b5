import { useTranslation } from "../i18n/Translation";
import { statuses, types } from "../tasks/choices";
import { CheckMenu } from "./CheckMenu";
import { DateRange } from "./DateRange";
import styles from "./FilterBar.module.css";
import { FilterChips } from "./FilterChips";
import { useFilters } from "./filters";
import { ModelFilter } from "./ModelFilter";
import { SearchField } from "./SearchField";

export function FilterBar() {
  const { translate } = useTranslation();
  const { filters, change } = useFilters();
  return (
    <section className={styles.filters} aria-label={translate("filters.title")}>
      <div className={styles.bar}>
        <SearchField value={filters.search} onChange={(search, options) => change({ search }, options)} />
        <DateRange from={filters.from} to={filters.to} onChange={change} />
        <CheckMenu
          label={translate("filters.status")}
          choices={statuses}
          chosen={filters.status}
          nameOf={(status) => translate(`status.${status}`)}
          onChange={(status) => change({ status })}
        />
        <CheckMenu
          label={translate("filters.type")}
          choices={types}
          chosen={filters.type}
          nameOf={(type) => translate(`type.${type}`)}
          onChange={(type) => change({ type })}
        />
        <ModelFilter chosen={filters.model} onChange={(model) => change({ model })} />
      </div>
      <FilterChips filters={filters} change={change} />
    </section>
  );
}
