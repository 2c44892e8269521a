import { existsSync, readFileSync } from "node:fs";
import { sep } from "node:path";
import type { Plugin } from "vite";

const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//;

/** Writes down the licences of what a worker is made of: Vite's own list is of the page's modules alone. */
export function workerLicenses(fileName: string): Plugin {
  return {
    name: "worker-licenses",
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));
      const folders = modules.flatMap((id) => PACKAGE.exec(id.replaceAll(sep, "/"))?.[0] ?? []);
      const texts = [...new Set(folders)].sort().map((folder) => {
        const { name, version, license } = JSON.parse(readFileSync(`${folder}package.json`, "utf8")) as Record<string, string>;
        const file = ["LICENSE", "license"].map((one) => folder + one).find((one) => existsSync(one));
        if (!file) throw new Error(`${folder} has no licence.`);
        return `## ${name} - ${version} (${license})\n\n${readFileSync(file, "utf8").trim()}\n`;
      });
      this.emitFile({ type: "asset", fileName, source: `# Licenses\n\n${texts.join("\n")}` });
    },
  };
}
