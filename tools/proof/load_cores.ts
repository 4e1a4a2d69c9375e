/**
 * Keeps every core busy until it is disposed of.
 *
 * @returns What ends the load.
 */
export function loadAllCores(): Disposable {
  const loop = "for (;;) Math.random();";
  const url = `data:text/javascript,${encodeURIComponent(loop)}`;
  const workers = Array.from(
    { length: navigator.hardwareConcurrency },
    () => new Worker(url, { type: "module" }),
  );
  return {
    [Symbol.dispose]() {
      for (const worker of workers) worker.terminate();
    },
  };
}
