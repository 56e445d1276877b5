import { useApolloClient } from "@apollo/client/react";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { useNotify } from "../ui/Notifications";
import { saveFile } from "../ui/saveFile";
import { DownloadProgress } from "./DownloadProgress";

const DownloadContext = createContext<(ids: string[]) => void>(() => undefined);

/** Returns a function that downloads the pictures of tasks as one ZIP. */
export const useDownload = () => useContext(DownloadContext);

/** Runs downloads and shows their progress, even after the button that started one is gone. */
export function Downloads({ children }: { children: ReactNode }) {
  const { translate, format } = useTranslation();
  const client = useApolloClient();
  const errorText = useErrorText();
  const notify = useNotify();
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const abort = useRef<AbortController>(null);
  useEffect(() => () => abort.current?.abort(), []);

  async function download(ids: string[]) {
    if (progress) return notify(translate("download.busy"), "error");
    abort.current = new AbortController();
    const { signal } = abort.current;
    let [taken, failed] = [0, 0];
    setProgress({ done: 0, total: ids.length });
    try {
      const { pictureArchive, picturesOf } = await import("./pictureArchive");
      const seen = (done: number) => setProgress({ done, total: ids.length });
      const archive = await pictureArchive(picturesOf(client, ids, signal, seen), signal, (_, without) => {
        if (without) failed += 1;
        else taken += 1;
      });
      if (taken === 0) return notify(translate(failed > 0 ? "error.network" : "download.none"), "error");
      saveFile(archive, `${translate("title")} ${new Date().toLocaleDateString("sv")}.zip`);
      const counts = { count: format.number(taken), failed: format.number(failed) };
      if (failed > 0) notify(translate("download.failed", counts), "error");
      else notify(translate("download.done", counts));
    } catch (error) {
      if (signal.aborted) notify(translate("download.cancelled"));
      else notify(errorText(error), "error");
    } finally {
      setProgress(null);
    }
  }

  return (
    <DownloadContext value={download}>
      {children}
      {progress && (
        <DownloadProgress
          label={translate("download.label")}
          part={progress.done / progress.total}
          count={`${format.number(progress.done)} / ${format.number(progress.total)}`}
          cancel={translate("cancel")}
          onCancel={() => abort.current?.abort()}
        />
      )}
    </DownloadContext>
  );
}
