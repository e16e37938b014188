/**
 * Names of the language and the platform as they were before any script of the page. The build puts these in the place of the
 * free names that pages take in the runtime: `var URL = '/api'` and `class Node {}` at the top of a page's script take the
 * place of the browser's for every script after it, ours too.
 */
const own = globalThis;
export const URL = own.URL;
export const Map = own.Map;
export const Set = own.Set;
export const Proxy = own.Proxy;
export const Reflect = own.Reflect;
export const JSON = own.JSON;
