/** Signs of life of a process, as `performance.now()`. */
export class Life {
  /** When the process was started. */
  readonly began: number = performance.now();
  /** When it greeted; nothing of the submission runs before. */
  greeted: number | undefined;
  /** When it said something last. */
  lastWord: number = this.began;
  /** When it gave a sign of life last, whatever else it said since. */
  lastBeat: number = this.began;
  /** Memory that it held then, in bytes. */
  residentBytes = 0;
  /** When it began or ended a piece of its work last. */
  lastStep: number = this.began;
  /** When it printed something last; before it began if never. */
  lastPrint = -Infinity;
  /** Whether the submission is loaded. */
  isLoaded = false;
  /** Number of the process; of its tracer before it greets. */
  pid: number;

  /** @param pid Number of the process that was started. */
  constructor(pid: number) {
    this.pid = pid;
  }

  /** It has greeted. */
  greet(pid: number): void {
    this.pid = pid;
    this.said();
    this.beat();
    this.greeted = this.lastWord;
    this.step();
  }

  /** It has said something. */
  said(): void {
    this.lastWord = performance.now();
  }

  /** It has given a sign of life. */
  beat(residentBytes = 0): void {
    this.lastBeat = this.lastWord;
    this.residentBytes = residentBytes;
  }

  /** It has printed something. */
  printed(): void {
    this.lastPrint = performance.now();
  }

  /** It has begun or ended a piece of its work. */
  step(): void {
    this.lastStep = this.lastWord;
  }
}
