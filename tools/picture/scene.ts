import type { Demo, DemoEvent } from "../../workbook/demo/events.ts";

/** The ports of a picture: the first one that appears is 40001. */
const FIRST_PORT = 40_001;

/**
 * The events of the first scene of one step, with ports that are the same at
 * every run.
 *
 * @param demo The demonstration. It is run as far as that scene.
 * @param step The number of the step.
 */
export async function sceneOf(demo: Demo, step: number): Promise<DemoEvent[]> {
  const scene: DemoEvent[] = [];
  for await (const event of demo()) {
    const began = scene.length > 0;
    if (event.type === "step" && began) break;
    if (began || (event.type === "step" && event.step === step)) {
      scene.push(event);
    }
  }
  return withFixedPorts(scene);
}

/** The same events, the ports of their rows replaced everywhere. */
function withFixedPorts(events: readonly DemoEvent[]): DemoEvent[] {
  const ports = new Map<number, number>();
  for (const event of events) {
    if (event.type !== "rows") continue;
    for (const { local: { port } } of event.rows) {
      if (!ports.has(port)) ports.set(port, FIRST_PORT + ports.size);
    }
  }
  const inText = (text: string) =>
    text.replace(/\d+/g, (digits) => `${ports.get(Number(digits)) ?? digits}`);
  const fixed = (value: unknown): unknown => {
    if (typeof value === "string") return inText(value);
    if (typeof value === "number") return ports.get(value) ?? value;
    if (Array.isArray(value)) return value.map(fixed);
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Uint8Array) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [inText(key), fixed(each)]),
    );
  };
  return events.map((event) => fixed(event) as DemoEvent);
}
