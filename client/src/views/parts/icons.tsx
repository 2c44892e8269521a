const PATHS = {
  attach: "M15.5 9.2 9.6 15a3.6 3.6 0 0 1-5-5l6.1-6.1a2.4 2.4 0 0 1 3.4 3.4l-6 6a1.2 1.2 0 0 1-1.7-1.7l5.4-5.4",
  send: "M4 10 3.2 3.6 17.5 10 3.2 16.4 4 10Zm0 0h6.5",
  close: "m5 5 10 10M15 5 5 15",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  edit: "m12.2 4.8 3 3M4 16l.8-3.7 8.6-8.6a1.4 1.4 0 0 1 2 0l.9.9a1.4 1.4 0 0 1 0 2L7.7 15.2 4 16Z",
  delete: "M3.5 5.5h13M8 5.5v-2h4v2M5.2 5.5l.8 11h8l.8-11M8.4 8.8v4.4M11.6 8.8v4.4",
  down: "M10 4v12m-5-5 5 5 5-5",
  up: "M10 16V4m-5 5 5-5 5 5",
  download: "M10 3.5v9m-4-4 4 4 4-4M4 16.5h12",
  retry: "M15.8 10a5.8 5.8 0 1 1-1.7-4.1L16 7.8M16 3.8v4h-4",
  logout: "M8 4H4.5v12H8M12 6.5l3.5 3.5-3.5 3.5M15.5 10H8",
  previous: "m12 4.5-5.5 5.5 5.5 5.5",
  next: "m8 4.5 5.5 5.5L8 15.5",
  file: "M5.5 3h6l3.5 3.5V17h-9.5V3Zm6 0v3.5H15",
  alert: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm0 3.6v4M10 13.3v.1",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm0 3.5V10l2.3 1.6",
  reply: "M8.5 5 4 9.5 8.5 14M4 9.5h7a5 5 0 0 1 5 5v1",
  react: "M10 3a7 7 0 1 0 7 7M7.2 11.8a3.4 3.4 0 0 0 5.6 0M7.6 8v.1M12.4 8v.1M15.5 2v5M13 4.5h5",
  thread: "M3.5 4h13v9.5H9l-3.5 3v-3h-2V4ZM7 7.5h6M7 10h4",
  link: "M8.3 11.7a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-.9.9M11.7 8.3a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l.9-.9",
  pin: "M7 3h6l-.7 5.2 2.5 2.8H5.2l2.5-2.8L7 3Zm3 8v6",
  star: "m10 3 2.1 4.4 4.9.7-3.5 3.4.8 4.8-4.3-2.3-4.3 2.3.8-4.8L3 8.1l4.9-.7L10 3Z",
  unread: "M3 6h9M3 10h14M3 14h14M15.5 5.5v.1",
  emoji: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM7.2 11.8a3.4 3.4 0 0 0 5.6 0M7.7 7.9v.2M12.3 7.9v.2",
  people: "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 16.5c0-3 2.2-4.8 5.5-4.8s5.5 1.8 5.5 4.8M13 3.8a2.8 2.8 0 0 1 0 5.4M15 12.2c1.9.6 3 2.1 3 4.3",
  more: "M10 5.2a.6.6 0 1 0 0-1.2.6.6 0 0 0 0 1.2Zm0 5.4a.6.6 0 1 0 0-1.2.6.6 0 0 0 0 1.2Zm0 5.4a.6.6 0 1 0 0-1.2.6.6 0 0 0 0 1.2Z",
  add: "M10 4v12M4 10h12",
  search: "M8.8 14.5a5.7 5.7 0 1 0 0-11.4 5.7 5.7 0 0 0 0 11.4Zm4.1-1.6L17 17",
  browse: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm3 4-1.6 4.4L7 13l1.6-4.4L13 7Z",
  lock: "M5 9.2h10v7.3H5V9.2Zm2.2 0V6.3a2.8 2.8 0 0 1 5.6 0v2.9",
  archive: "M3 4h14v3.5H3V4Zm1.2 3.5v9h11.6v-9M8 10.8h4",
  talk: "M3.5 4h13v9.5H9l-3.5 3v-3h-2V4Z",
  bell: "M4.5 14h11l-1.3-2V8.7a4.2 4.2 0 0 0-8.4 0V12L4.5 14ZM8.6 16.6a1.5 1.5 0 0 0 2.8 0",
  mute: "M6.8 14H4.5l1.3-2V8.7c0-.4.1-.8.2-1.2M7.6 5.2a4.2 4.2 0 0 1 6.6 3.5v2.4M11 14H9.6M8.6 16.6a1.5 1.5 0 0 0 2.8 0M3.5 3.5l13 13",
  read: "m2 10.8 3.4 3.4 7-7.4M9.6 13.6l.7.6 7.2-7.4",
  check: "m4.5 10.5 3.6 3.6 7.4-8",
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing in the colour of the text around it; never the only carrier of a meaning. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        class="logo-bubble"
        d="M9 2h14a7 7 0 0 1 7 7v10a7 7 0 0 1-7 7H12.2l-4.5 4c-.7.6-1.7.1-1.7-.8v-3.9A7 7 0 0 1 2 19V9a7 7 0 0 1 7-7z"
      />
      <path class="logo-door" d="M12 26V13.5a4.5 4.5 0 0 1 9 0V26z" />
    </svg>
  );
}
