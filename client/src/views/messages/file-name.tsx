/** What stays of the end of a name: the extension, and what tells a copy from another. */
const END = 9;

/** The name of a file. Where there is no room for all of it, its middle is left out. */
export function FileName({ name }: { name: string }) {
  const letters = Array.from(name);
  const cut = letters.length > 2 * END ? letters.length - END : letters.length;
  return (
    <span class="file-name" dir="auto" title={name}>
      <span class="visually-hidden">{name}</span>
      <span class="file-name-start" aria-hidden="true">
        {letters.slice(0, cut).join("")}
      </span>
      <span aria-hidden="true">{letters.slice(cut).join("")}</span>
    </span>
  );
}
