import type { UserPayload } from "../../protocol";

/** The golden angle: neighbours in number are far apart in colour. */
const HUE_STEP = 137.5;

/** The first letter of a name on the user's colour. */
export function Avatar({ user }: { user: UserPayload }) {
  const [first = ""] = user.username;
  return (
    <span class="avatar" style={{ "--hue": String((user.id * HUE_STEP) % 360) }} aria-hidden="true">
      {first.toLocaleUpperCase()}
    </span>
  );
}
