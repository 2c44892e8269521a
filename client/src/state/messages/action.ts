/** What somebody does, in a message such as "/me waves"; null if the message is none of these. */
export function actionOf(body: string): string | null {
  return /^\/me[ \t]+(\S.*)$/s.exec(body)?.[1] ?? null;
}
