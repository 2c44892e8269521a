import tseslint from "typescript-eslint";

/** A floor may import from itself and from the floors below it. */
const floors = ["views", "state", "net"];

const layers = floors.map((floor, index) => ({
  files: [`src/${floor}/**`],
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: [...floors.slice(0, index).map((above) => `**/${above}/*`), "**/main"] },
    ],
  },
}));

export default tseslint.config(
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["src/**"],
    rules: {
      "max-lines": ["error", { max: 220, skipComments: true }],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Nothing that users wrote is ever parsed as HTML." },
        { property: "outerHTML", message: "Nothing that users wrote is ever parsed as HTML." },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Render vnodes." },
      ],
    },
  },
  ...layers,
  { ignores: ["eslint.config.js", "node_modules"] },
  { files: ["src/protocol.ts"], rules: { "max-lines": "off" } },
);
