import { signal } from "@preact/signals";

/** Newer than the one that the page came with, which dies when its user logs out and in again in another tab. */
const renewed = signal<string | null>(null);

/** The token that unsafe requests carry. */
export function csrfToken(): string {
  return renewed.value ?? document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** Takes a new token of this page's user. */
export function renewToken(token: string): void {
  renewed.value = token;
}

/** The session ended: say so, log in, and come back to this page. */
export function goToLogin(): void {
  location.assign(`/login?next=${encodeURIComponent(location.pathname)}&ended=1`);
}
