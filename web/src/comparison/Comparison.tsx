import { useQuery } from "@apollo/client/react";
import * as Dialog from "@radix-ui/react-dialog";
import { RotateCcw, X, ZoomIn, ZoomOut } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { LoadingOrError } from "../connection/LoadingOrError";
import { useReconnected } from "../connection/useReconnected";
import { useTranslation } from "../i18n/Translation";
import { useZoom } from "../stage/useZoom";
import { readCompared } from "../tasks/comparePath";
import { useBackToList } from "../tasks/useBackToList";
import { Button } from "../ui/Button";
import { Choice } from "../ui/Choice";
import { IconButton } from "../ui/IconButton";
import { ComparedPicture } from "./ComparedPicture";
import { ComparedTasksDocument } from "./Comparison.generated";
import styles from "./Comparison.module.css";
import { Differences } from "./Differences";

/**
 * Two to four tasks, or images of tasks, side by side, which zoom and move together, and below them their differences.
 * `written` is their part of the address.
 */
export default function Comparison({ written }: { written: string }) {
  const { translate, format } = useTranslation();
  const compared = useMemo(() => readCompared(written), [written]);
  const ids = useMemo(() => [...new Set(compared.map(({ id }) => id))], [compared]);
  const { data, error, refetch } = useQuery(ComparedTasksDocument, { variables: { ids } });
  const close = useBackToList();
  const zoom = useZoom();
  const dialog = useRef<HTMLDivElement>(null);
  const [only, setOnly] = useState("0");
  const renew = () => void refetch().catch(() => undefined);
  useReconnected(() => void (error && renew()));

  const tasks = compared.map(({ id, image }) => {
    const task = data?.nodes.find((node) => node?.id === id);
    return { image, task: task?.__typename === "TaskRecord" ? task : null };
  });
  const numbers = compared.map((_, place) => String(place + 1));

  /** Shows one alone, or all side by side. The sizes differ, so the zoom is reset. */
  function show(number: string) {
    zoom.reset();
    setOnly(number === only ? "0" : number);
  }

  const actions: Record<string, (() => void) | undefined> = {
    "+": zoom.zoomIn,
    "=": zoom.zoomIn,
    "-": zoom.zoomOut,
    "0": zoom.reset,
    ...Object.fromEntries(numbers.map((number) => [number, () => show(number)])),
  };
  function press(event: KeyboardEvent) {
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  }

  return (
    <Dialog.Root open onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Content
          ref={dialog}
          className={styles.dialog}
          data-dark
          aria-describedby={undefined}
          onKeyDown={press}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            dialog.current?.focus();
          }}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <header className={styles.toolbar}>
            <Dialog.Title className={styles.title}>
              {translate("compare.title", { count: format.number(compared.length) })}
            </Dialog.Title>
            <Choice
              label={translate("compare.show")}
              values={["0", ...numbers]}
              chosen={only}
              nameOf={(one) => (one === "0" ? translate("compare.all") : format.number(Number(one)))}
              onChange={show}
            />
            <span className={styles.precise}>
              <IconButton name="picture.zoomOut" keys="-" disabled={!zoom.zoomed} onClick={zoom.zoomOut}>
                <ZoomOut size={18} aria-hidden />
              </IconButton>
              <IconButton name="picture.zoomIn" keys="+" onClick={zoom.zoomIn}>
                <ZoomIn size={18} aria-hidden />
              </IconButton>
              <IconButton name="keys.reset" keys="0" disabled={!zoom.zoomed} onClick={zoom.reset}>
                <RotateCcw size={18} aria-hidden />
              </IconButton>
            </span>
            <Dialog.Close asChild>
              <Button kind="quiet" label={translate("close")}>
                <X size={20} aria-hidden />
              </Button>
            </Dialog.Close>
          </header>
          {data ? (
            <>
              <div className={styles.stage} data-count={tasks.length} data-only={only !== "0"}>
                {tasks.map(({ task, image }, place) => (
                  <ComparedPicture
                    key={numbers[place]}
                    number={place + 1}
                    task={task}
                    image={image}
                    zoom={zoom}
                    hidden={only !== "0" && only !== numbers[place]}
                    onExpired={renew}
                  />
                ))}
              </div>
              <Differences tasks={tasks} />
            </>
          ) : (
            <LoadingOrError error={error} onRetry={refetch} />
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
