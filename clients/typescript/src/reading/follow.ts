import { errorOf } from "../access/answer.ts";
import type { Connection } from "../access/connection.ts";
import { pauseMs } from "../access/pause.ts";
import type { Sink } from "../access/socket.ts";
import { TaskEventsDocument, type TaskEventsSubscription } from "../api.generated.ts";
import type { TaskRecordError } from "../errors.ts";

export type TaskEvent = TaskEventsSubscription["taskEvents"];

export interface Following {
  /** Only these tasks; all tasks of the caller if omitted. */
  ids?: readonly string[];
  onEvent: (event: TaskEvent) => void;
  /** Called after a lost connection, when changes may have been missed. */
  onGap?: () => void;
  /** Called when the server refuses the subscription, which ends it. */
  onError?: (error: TaskRecordError) => void;
}

/** Follows changes to tasks as they happen, and reconnects when necessary. Returns a function that ends this. */
export function follow(connection: Connection, { ids, onEvent, onGap, onError }: Following): () => void {
  const request = { query: String(TaskEventsDocument), variables: { ids } };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [attempts, hasBegun] = [0, false];
  let unsubscribe = () => {};
  let last: TaskRecordError | undefined;
  const again = (error?: TaskRecordError) => {
    attempts += 1;
    timer = setTimeout(subscribe, pauseMs(attempts, error));
  };
  const sink: Sink = {
    next({ data, errors = [] }) {
      if (data) attempts = 0;
      if (data) onEvent((data as TaskEventsSubscription).taskEvents);
      last = errors[0] && errorOf(errors[0]);
    },
    error(error) {
      if (error.isTemporary || error.code === "SUBSCRIBER_FELL_BEHIND") again(error);
      else if (onError) onError(error);
      else console.error(error);
    },
    complete() {
      if (last) sink.error(last);
      // The server does not know which changes were missed.
      else again();
    },
    sent() {
      if (hasBegun && onGap) afterSubscribing(connection, onGap);
      hasBegun = true;
    },
  };
  function subscribe() {
    unsubscribe = connection.socket.subscribe(request, sink);
  }
  subscribe();
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

/** Calls back when the server has processed the earlier messages, so that no change is missed in between. */
function afterSubscribing(connection: Connection, callBack: () => void): void {
  connection.socket.subscribe(
    { query: "{ __typename }" },
    { next: callBack, error: callBack, complete() {} },
  );
}
