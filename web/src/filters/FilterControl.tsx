import { CheckList } from "./CheckList";
import { type AnyDeclared, type DeclaredName, declared } from "./declared";
import type { Filters } from "./filters";
import { useFilterWords } from "./useFilterWords";

/** The control of a filter. */
export default function FilterControl(props: {
  name: DeclaredName;
  filters: Filters;
  change: (change: Partial<Filters>) => void;
}) {
  const { name, filters, change } = props;
  const words = useFilterWords();
  const { title, nameOf, choices, Control } = declared[name] as unknown as AnyDeclared;
  const onChange = (chosen: string | string[]) => change({ [name]: chosen });
  if (Control) return <Control chosen={filters[name]} onChange={onChange} />;
  return (
    <CheckList
      name={title(words)}
      choices={[choices ?? []].flat()}
      chosen={[filters[name]].flat()}
      nameOf={(one) => nameOf(one, words)}
      onChange={onChange}
    />
  );
}
