/**
 * The objects of the language and of the runtime that `lockdown.ts` locks. They
 * are read from the globals when this file is loaded: before any submission.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";

/**
 * Classes whose methods make their results by the `constructor` of an object, or
 * turn into a text: who changes that makes what the grader compares. Freezing
 * them keeps V8's fast ways for arrays, where a change of `constructor` alone
 * would end them.
 */
export const WHOLE = [
  Array,
  ArrayBuffer,
  SharedArrayBuffer,
  RegExp,
  String,
  Number,
  Boolean,
  BigInt,
  Symbol,
  Map,
  Set,
  Object.getPrototypeOf(Uint8Array),
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  BigUint64Array,
  BigInt64Array,
  Float32Array,
  Float64Array,
];

/** Classes whose statics and prototypes nobody changes. */
export const FIXED = [
  ...WHOLE,
  Promise,
  WeakMap,
  WeakSet,
  WeakRef,
  DataView,
  TextEncoder,
  TextDecoder,
  URL,
  Iterator,
  Proxy,
  URLSearchParams,
  AbortController,
  ReadableStream,
  WritableStream,
  TransformStream,
  DOMException,
  Object,
  Function,
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
  AggregateError,
  EventTarget,
  Event,
];

/** Objects without a class of their own. */
export const OBJECTS: object[] = [
  JSON,
  Math,
  Reflect,
  Object.getPrototypeOf(async () => {}),
  Object.getPrototypeOf(function* () {}),
  Object.getPrototypeOf(function* () {}).prototype,
  Object.getPrototypeOf(async function* () {}),
  Object.getPrototypeOf(async function* () {}).prototype,
  Object.getPrototypeOf([].values()),
  Object.getPrototypeOf(new Map().values()),
  Object.getPrototypeOf(new Set().values()),
  Object.getPrototypeOf([].values().map(String)),
  Object.getPrototypeOf(Iterator.from({ next: [].values().next })),
  Object.getPrototypeOf(""[Symbol.iterator]()),
  Object.getPrototypeOf("".matchAll(pattern(/./g))),
  Object.getPrototypeOf(
    Object.getPrototypeOf(async function* () {}).prototype,
  ),
  Intl,
  Deno.permissions,
];

/** A timer of the runtime; a browser's is a number. */
const timer: unknown = setTimeout(() => {}, 0);
clearTimeout(timer as number);

/** Prototypes of classes whose names or statics somebody may replace: clocks do. */
export const PROTOTYPES: object[] = [
  ...typeof timer === "object" ? [Object.getPrototypeOf(timer)] : [],
  Date.prototype,
  AbortSignal.prototype,
  PromiseRejectionEvent.prototype,
  ErrorEvent.prototype,
  // The page has no such classes.
  ...["Permissions", "PermissionStatus"]
    .filter((name) => Object.hasOwn(Deno, name))
    .map((name) => Reflect.get(Deno, name).prototype),
];

/** Calls of the language that no program replaces. */
export const CALLS = [
  "structuredClone",
  "queueMicrotask",
  "parseInt",
  "parseFloat",
  "isNaN",
  "isFinite",
  "encodeURIComponent",
  "decodeURIComponent",
  "encodeURI",
  "decodeURI",
];
