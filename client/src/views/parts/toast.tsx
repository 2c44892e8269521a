import { useChat } from "../context";

/** A word in passing, also heard. */
export function ToastView() {
  const text = useChat().toast.text.value;
  return (
    <div class="toast" role="status">
      {text !== null && <p>{text}</p>}
    </div>
  );
}
