import { useChat } from "../context";
import { focusComposer } from "../parts/focus";

/** Says that a room is gone. Always in the document, so that screen readers hear it change. */
export function FarewellNotice() {
  const { notice } = useChat().farewell;
  const told = notice.value;
  const close = () => {
    notice.value = null;
    focusComposer();
  };
  return (
    <div class="farewell" role="status">
      {told && (
        <div class="farewell-box">
          <p>{told.text}</p>
          {told.unsent.length > 0 && (
            <>
              <p>What you wrote there was not sent. Copy it if you still need it:</p>
              {told.unsent.map((text, index) => (
                <pre key={index} class="farewell-text" dir="auto" tabIndex={0}>
                  {text}
                </pre>
              ))}
            </>
          )}
          <button type="button" class="button" onClick={close}>
            Close
          </button>
        </div>
      )}
    </div>
  );
}
