import { useSearchParams } from "wouter";

export const views = ["gallery", "list"] as const;
export type View = (typeof views)[number];

const storageKey = "task-record.view";

/** How the list shows tasks: as the address says, or else as was chosen last. */
export function useView(): [View, (view: View) => void] {
  const [parameters, setParameters] = useSearchParams();
  const remembered = localStorage.getItem(storageKey);
  const view = views.find((one) => one === (parameters.get("view") ?? remembered)) ?? "gallery";
  return [
    view,
    (chosen) => {
      localStorage.setItem(storageKey, chosen);
      setParameters(
        (current) => {
          current.set("view", chosen);
          return current;
        },
        { replace: true },
      );
    },
  ];
}
