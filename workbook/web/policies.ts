/** What the page may load: its own files, and nothing from elsewhere. Modules of texts are for the Worker alone, which runs what the learner wrote. */
export const PAGE_POLICY: string = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  // A browser writes such attributes itself where a text is edited.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The Worker runs what the learner wrote: as a module of a text, and it may load nothing else and send nothing. WebAssembly computes, as it does in Deno; what it reaches, it is given. */
export const WORKER_POLICY: string =
  "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'";
