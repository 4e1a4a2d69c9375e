/**
 * Prints where this Deno is: the tasks of `deno.json` allow that program, and
 * not only the `deno` of PATH, which may be missing, another version, or on
 * Windows npm's `deno.cmd`, which Deno cannot start.
 *
 * @module
 */
console.log(Deno.execPath());
