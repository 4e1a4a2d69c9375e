/** The parts of sucrase that the page uses: its own types are of another form of its files. */
declare module "sucrase" {
  export function transform(code: string, options: {
    transforms: "typescript"[];
    disableESTransforms: boolean;
    filePath: string;
  }): { code: string };
}

declare module "sucrase/parser" {
  export function parse(
    code: string,
    jsx: boolean,
    typescript: boolean,
    flow: boolean,
  ): { tokens: Array<{ start: number; end: number; isType: boolean }> };
}
