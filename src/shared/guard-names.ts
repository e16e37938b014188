/**
 * Names of the functions that rewritten script text calls, and what each does. The rewriter writes them, the runtime
 * (and the worker prelude) defines them as non-enumerable globals before any script of the page runs. Every one hands
 * back its argument when that is none of the special values, so a wrong guess of the rewriter costs a call, no more.
 */
export const guards = {
  /** `w(value)`: the stand-in when `value` is a Location of any window or the realm's `eval`, else `value`. Around reads of both. */
  value: '__samepage$w',
  /** `l(object).location = v`, `l(top)[key] = v`: for a Window or Document a stand-in that maps what is written to its `location`, else the object. */
  locationOwner: '__samepage$l',
  /** `m(object).postMessage(...)`: for a Window a stand-in that maps targetOrigin, else the object. */
  messageTarget: '__samepage$m',
  /** `v(object).eval(...)`: for a Window a stand-in whose `eval` rewrites its text, else the object. */
  evaluator: '__samepage$v',
  /**
   * `d(object)` where a pattern takes `location` out of it: for a Window or Document a view whose location and eval are the stand-ins.
   * `d.call("top parent", object)`: so it is for what stands under these keys, which patterns inside the pattern take apart.
   */
  destructured: '__samepage$d',
  /** `eval(e(code))`: the rewritten text when `code` is a string, else `code`. */
  code: '__samepage$e',
  /** `import(i(specifier))`: absolute target addresses mapped. */
  specifier: '__samepage$i',
  /** `u(import.meta.url)`, `u(import.meta.resolve(...))`: the target's address. `u(import.meta)`: the same object, whose properties tell it. */
  metaUrl: '__samepage$u',
  /** `r(expression)` around what a `javascript:` address comes to: a string is a document, which gets our script tag. The last argument counts. `r(window)`: sets that window up. */
  result: '__samepage$r',
} as const;

/** How all their names begin. */
export const GUARD_MARK = '__samepage$';

/**
 * Goes before the script of a frame's `javascript:` address: Chromium runs that inside the very call that inserts the frame, before
 * its window has guards. The page around the frame has.
 */
export const FRAME_PRELUDE = `try{parent.${guards.result}(self)}catch(_){};`;
