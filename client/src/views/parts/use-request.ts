import { useSignal } from "@preact/signals";
import { RequestError, explain } from "../../net/errors";

/** One request of a dialog at a time: whether it is under way, and what the server has against it. */
export function useRequest() {
  const busy = useSignal(false);
  const error = useSignal<unknown>(null);
  const run = async (task: () => Promise<void>): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    error.value = null;
    try {
      await task();
    } catch (reason) {
      error.value = reason;
    }
    busy.value = false;
  };
  return {
    busy,
    run: (task: () => Promise<void>) => void run(task),
    /** What is wrong with one field. */
    about: (field: string): string | null =>
      error.value instanceof RequestError ? (error.value.fields[field] ?? null) : null,
    /** What is wrong with the whole, where no field says so already. */
    problem: (...fields: string[]): string | null => {
      const { value } = error;
      if (value === null) return null;
      const told = value instanceof RequestError && fields.some((field) => field in value.fields);
      return told ? null : explain(value);
    },
  };
}
