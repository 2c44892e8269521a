import type { FilePayload } from "../protocol";
import { RequestError, errorFrom, unreachable } from "./errors";
import { csrfToken } from "./session";

/** An upload under way. */
export interface Upload {
  finished: Promise<FilePayload>;
  abort: () => void;
}

export type StartUpload = (file: File, onProgress: (fraction: number) => void) => Upload;

const cancelled = (): RequestError => new RequestError({ code: "aborted", message: "The upload was cancelled." });

/** Sends files, and once more with a new token when the page's has died; `renew` tells whether there is one. */
export function uploader(renew: () => Promise<boolean>): StartUpload {
  return (file, onProgress) => {
    let sending = send(file, onProgress);
    let aborted = false;
    const again = async (error: unknown): Promise<FilePayload> => {
      const expired = error instanceof RequestError && error.code === "bad_request";
      if (!expired || !(await renew())) throw error;
      if (aborted) throw cancelled();
      sending = send(file, onProgress);
      return sending.finished;
    };
    const abort = (): void => {
      aborted = true;
      sending.abort();
    };
    return { finished: sending.finished.catch(again), abort };
  };
}

/** Sends a file's bytes. XMLHttpRequest, because fetch does not report the progress of a request. */
function send(file: File, onProgress: (fraction: number) => void): Upload {
  const request = new XMLHttpRequest();
  const finished = new Promise<FilePayload>((resolve, reject) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const body = request.response as { file?: FilePayload } | null;
      if (request.status === 201 && body?.file) resolve(body.file);
      else reject(errorFrom(body, request.status));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(cancelled());
    request.open("POST", `/api/v1/files?name=${encodeURIComponent(file.name)}`);
    request.responseType = "json";
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.send(file);
  });
  return { finished, abort: () => request.abort() };
}
