import { useFragment } from "@apollo/client/react";
import * as Dialog from "@radix-ui/react-dialog";
import { ChevronLeft, ChevronRight } from "lucide-react";
import {
  type CSSProperties,
  type KeyboardEvent,
  lazy,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { useLocation, useSearch, useSearchParams } from "wouter";
import { useDeleting } from "../deletion/Deletions";
import type { List } from "../deletion/List";
import { TrashNote } from "../deletion/TrashNote";
import { useTranslation } from "../i18n/Translation";
import { ratings, useRating } from "../rating/useRating";
import { type View, views } from "../stage/Stage";
import type { Zoom } from "../stage/useZoom";
import { useStar } from "../stars/useStar";
import type { ListQuery } from "../tasks/ListQuery";
import { beginning, promptOf } from "../tasks/promptOf";
import { useReadOnly } from "../tasks/readOnly";
import { taskPath } from "../tasks/TaskLink";
import { Button } from "../ui/Button";
import KeyHelp from "../ui/KeyHelp";
import { Later } from "../ui/Later";
import { useMediaQuery } from "../ui/useMediaQuery";
import { DetailsPanel } from "./DetailsPanel";
import { PictureToolbar } from "./PictureToolbar";
import { changes, pictureKeys } from "./pictureKeys";
import { Slide, viewOf } from "./Slide";
import { TaskPicture_TaskFragmentDoc } from "./TaskPicture.generated";
import styles from "./TaskPicture.module.css";
import { useNeighbours } from "./useNeighbours";
import { useShownImage } from "./useShownImage";
import { useSwipe } from "./useSwipe";

const AddToBoard = lazy(() => import("../sharing/AddToBoard"));
const ShareDialog = lazy(() => import("../sharing/ShareDialog"));

/** One task over the list, at its own address. The reader can go on to all other tasks of the list. */
export default function TaskPicture(props: {
  id: string;
  /** The filter of the list; null for the trash. */
  query: ListQuery | null;
  /** The ids of the list's loaded tasks. */
  listed: string[];
  list: List;
}) {
  const { id } = props;
  const { translate, format } = useTranslation();
  const [, navigate] = useLocation();
  const search = useSearch();
  const [parameters, setParameters] = useSearchParams();
  const { data: task, complete } = useFragment({
    fragment: TaskPicture_TaskFragmentDoc,
    fragmentName: "TaskPicture_task",
    from: { __typename: "TaskRecord", id },
  });
  const neighbours = useNeighbours(id, props.query, props.listed);
  const readOnly = useReadOnly();
  const { remove } = useDeleting();
  const dialog = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<Zoom>();
  const isNarrow = useMediaQuery("(max-width: 800px)");
  const [details, setDetails] = useState(!isNarrow);
  const [asked, setAsked] = useState<"keys" | "board" | "share">();
  const star = useStar();
  const chosen = views.find((view) => view === parameters.get("show")) ?? "result";
  const view = complete ? viewOf(task, chosen) : chosen;
  const { previous, next } = neighbours;

  function show(other: string) {
    // The slide that was left must no longer take keys.
    if (document.activeElement?.closest("[data-slide]")) dialog.current?.focus();
    navigate(taskPath(other, search), { replace: true, state: history.state });
  }
  /** The direction of a step to a task that was not loaded yet. */
  const awaited = useRef<"previous" | "next">(null);

  function go(direction: "previous" | "next") {
    const other = neighbours[direction];
    awaited.current = other ? null : direction;
    if (other) show(other);
  }
  const goOn = useEffectEvent(() => void (awaited.current && go(awaited.current)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: when they are loaded
  useEffect(() => goOn(), [previous, next]);
  const toPrevious = () => go("previous");
  const toNext = () => go("next");

  function setView(shown: View) {
    parameters.set("show", shown);
    setParameters(parameters, { replace: true, state: history.state });
  }

  function close() {
    if (history.state?.fromList) return history.back();
    parameters.delete("show");
    navigate(`/${parameters.size > 0 ? `?${parameters}` : ""}`, { replace: true });
  }

  /** The task that is shown when the server answers: the reader may have gone on. */
  const current = useRef<string>(undefined);
  useEffect(() => {
    current.current = id;
    return () => {
      current.current = undefined;
    };
  }, [id]);

  const shown: List = {
    hide(ids) {
      const other = next ?? previous;
      props.list.hide(ids);
      neighbours.hide(ids);
      if (current.current !== id) return;
      if (other) show(other);
      else close();
    },
    unhide(ids) {
      props.list.unhide(ids);
      neighbours.unhide(ids);
    },
  };
  const trashedAt = complete ? task.trashedAt : null;
  const removeIt = () => void remove([id], 1, shown, trashedAt !== null);

  useEffect(() => {
    // The button that restored it is gone.
    if (!trashedAt && document.activeElement === document.body) dialog.current?.focus();
  }, [trashedAt]);

  const images = useShownImage(complete ? task : null);
  const ofTask = complete ? task.images.length : 0;
  const within = (step: 1 | -1) => () => images.show(images.shown + step);
  const { rate } = useRating(id);
  const toggleDetails = () => setDetails(!details);
  const isOwn = complete && !readOnly && !trashedAt;
  const toggleStar = isOwn ? () => void star([id], !task.isStarred) : undefined;
  const putOnBoard = isOwn ? () => setAsked("board") : undefined;
  const swipe = useSwipe(
    zoom?.zoomed
      ? null
      : {
          left: images.shown + 1 < ofTask ? within(1) : next ? toNext : undefined,
          right: images.shown > 0 ? within(-1) : previous ? toPrevious : undefined,
          down: close,
          up: () => setDetails(true),
        },
  );
  const actions: Record<string, (() => void) | undefined> = {
    ArrowLeft: toPrevious,
    ArrowUp: images.shown > 0 ? within(-1) : toPrevious,
    ArrowRight: toNext,
    ArrowDown: images.shown + 1 < ofTask ? within(1) : toNext,
    "+": zoom?.zoomIn,
    "=": zoom?.zoomIn,
    "-": zoom?.zoomOut,
    "0": zoom?.reset,
    o: () => setView(view === "original" ? "result" : "original"),
    c: () => setView(views[(views.indexOf(view) + 1) % views.length] ?? "result"),
    f: toggleFullScreen,
    i: toggleDetails,
    ...Object.fromEntries(ratings.map((rating) => [String(rating), rate && (() => void rate(rating))])),
    Delete: readOnly ? undefined : removeIt,
    s: toggleStar,
    b: putOnBoard,
    "?": () => setAsked("keys"),
  };

  function press(event: KeyboardEvent) {
    const { key, target, currentTarget, ctrlKey, metaKey, altKey } = event;
    // A question over the picture takes keys itself, and elements that arrow keys set or scroll take those.
    const own = !key.startsWith("Arrow")
      ? null
      : key === "ArrowLeft" || key === "ArrowRight"
        ? "input"
        : "input, section";
    const isElsewhere = !currentTarget.contains(target as Node) || (own && (target as Element).closest(own));
    const action = actions[key];
    if (!action || isElsewhere || ctrlKey || metaKey || altKey) return;
    event.preventDefault();
    action();
  }

  const places = [previous, id, next];
  return (
    <Dialog.Root open onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Content
          className={styles.dialog}
          data-dark
          data-details={details}
          aria-describedby={undefined}
          ref={dialog}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            dialog.current?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            document.getElementById(`view-${id}`)?.focus();
          }}
          onInteractOutside={(event) => {
            // A press on a notice over the picture must not close the picture.
            if ((event.target as Element).closest("[data-notice]")) event.preventDefault();
          }}
          onKeyDown={press}
        >
          <Dialog.Title className={styles.unseen}>{translate("picture.label")}</Dialog.Title>
          <p className={styles.unseen} aria-live="polite" dir="auto">
            {complete && beginning(promptOf(task, translate), 200)}
          </p>
          <PictureToolbar
            task={complete ? task : null}
            view={view}
            onView={setView}
            position={trashedAt ? null : neighbours.position}
            zoom={zoom}
            onFullScreen={toggleFullScreen}
            details={details}
            onDetails={toggleDetails}
            onDelete={() => removeIt()}
            onStar={toggleStar}
            onHelp={() => setAsked("keys")}
          >
            {!readOnly && trashedAt && (
              <TrashNote
                task={{ id, trashedAt }}
                list={shown}
                onRestored={props.query ? shown.unhide : shown.hide}
              />
            )}
          </PictureToolbar>
          <div
            className={styles.strip}
            data-dragged={swipe.dragged !== null}
            style={{ "--dragged": `${swipe.dragged ?? 0}px` } as CSSProperties}
            {...swipe.handlers}
          >
            {ofTask > 1 && view !== "original" && (
              <p className={styles.place} aria-hidden>
                {format.number(images.shown + 1)} / {format.number(ofTask)}
              </p>
            )}
            {places.map(
              (one, place) =>
                one && (
                  <div
                    key={one}
                    className={styles.slide}
                    data-slide
                    style={{ "--place": place - 1 } as CSSProperties}
                    inert={one !== id}
                  >
                    <Slide
                      id={one}
                      active={one === id}
                      view={chosen}
                      onZoom={setZoom}
                      onGone={neighbours.hide}
                      onNext={next ? toNext : undefined}
                      onClose={close}
                    />
                  </div>
                ),
            )}
            <Button
              className={styles.previous}
              icon
              aria-label={translate("picture.previous")}
              aria-keyshortcuts="ArrowLeft"
              aria-disabled={!previous}
              onClick={toPrevious}
            >
              <ChevronLeft size={22} aria-hidden />
            </Button>
            <Button
              className={styles.next}
              icon
              aria-label={translate("picture.next")}
              aria-keyshortcuts="ArrowRight"
              aria-disabled={!next}
              onClick={toNext}
            >
              <ChevronRight size={22} aria-hidden />
            </Button>
          </div>
          {complete && (
            <DetailsPanel
              key={id}
              task={task}
              open={details}
              onToggle={toggleDetails}
              onPut={putOnBoard}
              onShare={isOwn ? () => setAsked("share") : undefined}
            />
          )}
          {asked === "keys" && (
            <KeyHelp
              description="keys.description"
              keys={readOnly ? pictureKeys.filter(([, name]) => !changes.includes(name)) : pictureKeys}
              onClose={() => setAsked(undefined)}
            />
          )}
          <Later>
            {asked === "board" && (
              <AddToBoard ids={async () => [id]} only={id} onClose={() => setAsked(undefined)} />
            )}
            {asked === "share" && <ShareDialog of={{ taskId: id }} onClose={() => setAsked(undefined)} />}
          </Later>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Shows the whole page in full screen, since notices and questions are outside the picture. */
function toggleFullScreen() {
  const done = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  done.catch(() => undefined);
}
