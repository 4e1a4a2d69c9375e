/** Where the compiled files of the workbook are. This file's own compiled form lies in a folder of its version. */
export const SITE: string = new URL(
  document.querySelector<HTMLMetaElement>('meta[name="handshake-files"]')!
    .content,
  document.baseURI,
).href;
