import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { emojiData } from "./emoji-data.ts";
import { workerLicenses } from "./worker-licenses.ts";

export default defineConfig({
  base: "/static/app/",
  plugins: [emojiData()],
  resolve: {
    // Messages have no named entities, and the table that decodes them is a quarter of the client.
    alias: { entities: fileURLToPath(new URL("src/views/markdown/entities.ts", import.meta.url)) },
  },
  build: {
    target: "es2022",
    outDir: "../chatroom/static/app",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    license: { fileName: "licenses.txt" },
    rolldownOptions: {
      input: "src/main.tsx",
      output: {
        entryFileNames: "main.js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name][extname]",
      },
    },
  },
  worker: {
    format: "es",
    plugins: () => [workerLicenses("licenses-highlight.txt")],
    rolldownOptions: { output: { entryFileNames: "[name]-[hash].js" } },
  },
  test: {
    environment: "happy-dom",
    include: ["test/**/*.test.{ts,tsx}"],
    server: { deps: { inline: ["markdown-it", /emoji-\w+\.js$/] } },
  },
});
