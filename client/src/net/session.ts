/** The token that unsafe requests carry. */
export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** The session ended: say so, log in, and come back to this page. */
export function goToLogin(): void {
  location.assign(`/login?next=${encodeURIComponent(location.pathname)}&ended=1`);
}
