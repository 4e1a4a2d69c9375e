/**
 * What a program does in a loop that runs often, one small loop each: the
 * benchmark runs them plain, and in a process that is locked as a grading is.
 *
 * @module
 */

const TEXT =
  "GET /index.html HTTP/1.1\r\nHost: a.example\r\nAccept: */*\r\n\r\n"
    .repeat(20);
const LINES = TEXT.split("\r\n");
const BYTES = new TextEncoder().encode(TEXT);
const NUMBERS = Array.from({ length: 200 }, (_, i) => i * 7 % 31);
const RECORDS = NUMBERS.map((id) => ({ id, name: `n${id}`, deep: { id } }));
const MAP = new Map(NUMBERS.map((id, i) => [i, id]));
const SET = new Set(NUMBERS.map((id, i) => i * 100 + id));
const JSON_TEXT = JSON.stringify(RECORDS);
const OBJECT = Object.fromEntries(NUMBERS.map((id, i) => [`k${i}`, id]));
const encoder = new TextEncoder();
const decoder = new TextDecoder();

class Counter {
  #count = 0;
  last = 0;
  add(by: number): number {
    this.last = by;
    return this.#count += by;
  }
}
class Doubled extends Counter {
  override add(by: number): number {
    return super.add(2 * by);
  }
}

function* upTo(end: number): Generator<number> {
  for (let i = 0; i < end; i++) yield i;
}

async function* later(end: number): AsyncGenerator<number> {
  for (let i = 0; i < end; i++) yield i;
}

const add = (sum: number, each: number) => sum + each;

/** A loop; what it gives depends on all that it did, so that nothing of it is left out. */
export type Loop = () => unknown;

/** The loops, by name. */
export const HOT_LOOPS: Record<string, Loop> = {
  "pattern.test": () => LINES.filter((each) => /^\w+:\s/.test(each)).length,
  "pattern.exec, groups": () =>
    LINES.reduce(
      (sum, each) => sum + (/^([^:]+):\s*(.*)$/.exec(each)?.[1].length ?? 0),
      0,
    ),
  "pattern.exec, g": () => {
    const word = /\w+/g;
    let count = 0;
    while (word.exec(TEXT)) count++;
    return count;
  },
  "pattern.exec, y": () => {
    const word = /\w+\W*/y;
    let count = 0;
    while (word.exec(TEXT)) count++;
    return count;
  },
  "split(pattern)": () => TEXT.split(/\r?\n/).length,
  "split(pattern), short": () =>
    LINES.reduce((sum, each) => sum + each.split(/\s+/).length, 0),
  "replace(pattern, text)": () => TEXT.replace(/\r\n/g, "\n").length,
  "replace(pattern, call)": () =>
    TEXT.replace(/\w+/g, (word) => word.toUpperCase()).length,
  "replaceAll(pattern, text)": () => TEXT.replaceAll(/[aeiou]/gu, "-").length,
  "match(pattern)": () =>
    LINES.filter((each) => each.match(/example$/u)).length,
  "match(pattern), g": () => TEXT.match(/\w+/g)!.length,
  "matchAll(pattern)": () => [...TEXT.matchAll(/\w+/g)].length,
  "search(pattern)": () =>
    LINES.reduce((sum, each) => sum + each.search(/\d/), 0),
  "split(text)": () => TEXT.split("\r\n").length,
  "replaceAll(text, text)": () => TEXT.replaceAll("\r\n", "\n").length,
  "indexOf, slice, trim": () => {
    let count = 0;
    for (let at = 0, end; (end = TEXT.indexOf("\r\n", at)) >= 0; at = end + 2) {
      count += TEXT.slice(at, end).trim().toLowerCase().length;
    }
    return count;
  },
  "charCodeAt": () => {
    let sum = 0;
    for (let i = 0; i < TEXT.length; i++) sum += TEXT.charCodeAt(i);
    return sum;
  },
  "text += text": () => {
    let text = "";
    for (const each of LINES) text += `${each}\n`;
    return text.length;
  },
  "padStart, startsWith": () =>
    NUMBERS.filter((each) =>
      each.toString(16).padStart(2, "0")
        .startsWith("0")
    ).length,
  "for of text": () => {
    let count = 0;
    for (const each of TEXT) if (each === "e") count++;
    return count;
  },
  "[...text]": () => [...TEXT].length,
  "for of array": () => {
    let sum = 0;
    for (const each of NUMBERS) sum += each;
    return sum;
  },
  "for of entries()": () => {
    let sum = 0;
    for (const [i, each] of NUMBERS.entries()) sum += i * each;
    return sum;
  },
  "for of bytes": () => {
    let sum = 0;
    for (const each of BYTES) sum += each;
    return sum;
  },
  "for of Map": () => {
    let sum = 0;
    for (const [key, value] of MAP) sum += key * value;
    return sum;
  },
  "for of Map.values()": () => {
    let sum = 0;
    for (const value of MAP.values()) sum += value;
    return sum;
  },
  "for of Set": () => {
    let sum = 0;
    for (const each of SET) sum += each;
    return sum;
  },
  "[...array, ...array]": () => [...NUMBERS, ...NUMBERS].length,
  "[...bytes]": () => [...BYTES].length,
  "[...Set], [...Map]": () => [...SET].length + [...MAP].length,
  "Math.max(...array)": () => Math.max(...NUMBERS),
  "{ ...object }": () => RECORDS.map((each) => ({ ...each, id: 1 })).length,
  "[a, b] = array": () => {
    let [a, b] = [1, 2];
    for (const each of NUMBERS) [a, b] = [b, (a + each) % 1000];
    return a + b;
  },
  "{ a, b } = object": () => {
    let sum = 0;
    for (const { id, name, deep: { id: inner } } of RECORDS) {
      sum += id + name.length + inner;
    }
    return sum;
  },
  "map, filter, reduce": () =>
    NUMBERS.map((each) => each * 2).filter((each) => each % 3).reduce(add, 0),
  "push, shift": () => {
    const queue: number[] = [];
    for (const each of NUMBERS) queue.push(each);
    let sum = 0;
    while (queue.length > 0) sum += queue.shift()!;
    return sum;
  },
  "slice, splice, concat": () => {
    const list = NUMBERS.slice(10).concat(NUMBERS);
    list.splice(5, 10);
    return list.length;
  },
  "indexOf, includes, find": () =>
    NUMBERS.indexOf(30) + NUMBERS.find((each) => each > 29)! +
    Number(NUMBERS.includes(29)),
  "sort, join": () => NUMBERS.toSorted((a, b) => a - b).join(",").length,
  "flat, flatMap": () =>
    NUMBERS.flatMap((each) => [each, [each]]).flat().length,
  "array[i], holes": () => {
    const list: number[] = [];
    for (let i = 0; i < 200; i++) list[i] = i;
    return list.length + new Array(50).fill(1).length;
  },
  "Array.from": () => Array.from(SET, (each) => each + 1).length,
  "bytes.set": () => {
    const all = new Uint8Array(4096);
    for (let at = 0; at < 4000; at += 40) all.set([1, 2, 3], at);
    for (let at = 0; at < 2000; at += 40) all.set(all.subarray(0, 40), at);
    return all[0];
  },
  "bytes.subarray": () => {
    let sum = 0;
    for (let at = 0; at < 1000; at++) sum += BYTES.subarray(at, at + 4).length;
    return sum;
  },
  "bytes.slice": () => {
    let sum = 0;
    for (let at = 0; at < 1000; at++) sum += BYTES.slice(at, at + 4).length;
    return sum;
  },
  "bytes[i]": () => {
    let sum = 0;
    for (let i = 0; i < BYTES.length; i++) sum += BYTES[i];
    return sum;
  },
  "bytes.indexOf, findIndex": () =>
    BYTES.indexOf(0) + BYTES.findIndex((each) => each === 0),
  "bytes.map, bytes.fill": () => BYTES.map((each) => each ^ 1).fill(0, 3)[0],
  "new Uint8Array": () => {
    let sum = 0;
    for (let i = 0; i < 200; i++) {
      sum += new Uint8Array(16).length + new Uint8Array(NUMBERS).length +
        Uint8Array.of(i, 2).length +
        new Uint8Array(BYTES.subarray(0, 9)).length;
    }
    return sum;
  },
  "Uint8Array.from": () => Uint8Array.from(NUMBERS).length,
  "DataView": () => {
    const view = new DataView(BYTES.buffer);
    let sum = 0;
    for (let i = 0; i < 1000; i++) {
      sum += view.getUint16(i) + view.getUint32(i, true);
    }
    view.setUint16(0, view.getUint16(0));
    return sum;
  },
  "TextEncoder": () =>
    LINES.reduce((sum, each) => sum + encoder.encode(each).length, 0),
  "TextDecoder": () => {
    let sum = 0;
    for (let at = 0; at < 1000; at += 10) {
      sum += decoder.decode(BYTES.subarray(at, at + 20)).length;
    }
    return sum;
  },
  "Map.get, Map.set": () => {
    const counts = new Map<string, number>();
    for (const each of LINES) counts.set(each, (counts.get(each) ?? 0) + 1);
    return counts.size;
  },
  "new Map(array), new Set(array)": () =>
    new Map(NUMBERS.map((each) => [each, 1])).size + new Set(NUMBERS).size,
  "Set.has, Set.add": () => {
    const seen = new Set<number>();
    let again = 0;
    for (const each of NUMBERS) {
      if (seen.has(each)) again++;
      seen.add(each);
    }
    return again;
  },
  "JSON.parse": () => JSON.parse(JSON_TEXT).length,
  "JSON.stringify": () => JSON.stringify(RECORDS).length,
  "new Promise, then": () => {
    let last: Promise<number> = Promise.resolve(0);
    for (let i = 0; i < 200; i++) last = last.then((sum) => sum + i);
    return last;
  },
  "await": async () => {
    let sum = 0;
    for (let i = 0; i < 500; i++) sum += await i;
    for (let i = 0; i < 500; i++) sum += await Promise.resolve(i);
    return sum;
  },
  "await an async call": async () => {
    const call = async (each: number) => await each + 1;
    let sum = 0;
    for (let i = 0; i < 500; i++) sum += await call(i);
    return sum;
  },
  "Promise.all, Promise.race": async () => {
    const all = await Promise.all(NUMBERS.map((each) => Promise.resolve(each)));
    return all.length + await Promise.race(all);
  },
  "Promise.withResolvers": async () => {
    let sum = 0;
    for (let i = 0; i < 200; i++) {
      const { promise, resolve } = Promise.withResolvers<number>();
      resolve(i);
      sum += await promise.finally(() => {});
    }
    return sum;
  },
  "for await": async () => {
    let sum = 0;
    for await (const each of later(300)) sum += each;
    return sum;
  },
  "generator": () => {
    let sum = 0;
    for (const each of upTo(500)) sum += each;
    return sum + [...upTo(100)].length;
  },
  "iterator helpers": () =>
    NUMBERS.values().map((each) => each + 1).filter((each) => each % 2)
      .reduce(add, 0),
  "class, #field, super": () => {
    const counter = new Doubled();
    for (const each of NUMBERS) counter.add(each);
    return counter.add(new Counter().add(1));
  },
  "new class": () => {
    let sum = 0;
    for (let i = 0; i < 200; i++) sum += new Doubled().add(i);
    return sum;
  },
  "closure, call, apply, bind": () => {
    const own = function (this: { by: number }, each: number) {
      return each + this.by;
    };
    const bound = own.bind({ by: 1 });
    let sum = 0;
    for (const each of NUMBERS) {
      sum += bound(each) + own.call({ by: 2 }, each) +
        own.apply({ by: 3 }, [each]);
    }
    return sum;
  },
  "throw, catch": () => {
    let caught = 0;
    for (let i = 0; i < 20; i++) {
      try {
        throw new RangeError("out of range");
      } catch (error) {
        if (error instanceof RangeError) caught++;
      }
    }
    return caught;
  },
  "Date.now": () => {
    let sum = 0;
    for (let i = 0; i < 200; i++) sum += Date.now();
    return sum;
  },
  "performance.now": () => {
    let sum = 0;
    for (let i = 0; i < 200; i++) sum += performance.now();
    return sum;
  },
  "new Date": () => {
    let sum = 0;
    for (let i = 0; i < 100; i++) {
      sum += new Date().getTime() + new Date(2020, 1, i).getDate();
    }
    return sum;
  },
  "Math": () => {
    let sum = 0;
    for (const each of NUMBERS) {
      sum += Math.floor(each / 3) + Math.min(each, 9) + Math.abs(each);
    }
    return sum;
  },
  "bigint": () => {
    let sum = 0n;
    for (let i = 0n; i < 300n; i++) sum += (i << 16n) & 0xffffn;
    return sum;
  },
  "Number(), parseInt, toString": () => {
    let sum = 0;
    for (const each of NUMBERS) {
      sum += Number(`${each}`) + parseInt(each.toString(16), 16);
    }
    return sum;
  },
  "Object.keys, Object.entries": () => {
    let sum = Object.keys(OBJECT).length;
    for (const [key, value] of Object.entries(OBJECT)) {
      sum += key.length + value;
    }
    return sum + Object.values(OBJECT).length;
  },
  "for in": () => {
    let sum = 0;
    for (const key in OBJECT) if (Object.hasOwn(OBJECT, key)) sum++;
    return sum;
  },
  "Object.assign, fromEntries": () =>
    Object.keys(Object.assign({}, OBJECT)).length +
    Object.keys(Object.fromEntries(MAP)).length,
  "Symbol, WeakMap": () => {
    const kept = new WeakMap<object, number>();
    for (const each of RECORDS) kept.set(each, each.id);
    return RECORDS.reduce((sum, each) => sum + kept.get(each)!, 0);
  },
  "structuredClone": () => structuredClone(RECORDS.slice(0, 10)).length,
  "queueMicrotask": () =>
    new Promise((resolve) => {
      let left = 200;
      const next = () => --left > 0 ? queueMicrotask(next) : resolve(left);
      next();
    }),
};
