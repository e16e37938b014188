/** Rewritten scripts must run as they ran before, but for the one thing: where the page would see the gateway it sees its own address. */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { prepareJsByParser } from '../../src/rewriter/js-acorn.ts';
import { rewriteJs } from '../../src/rewriter/text/index.ts';

interface Snippet {
  readonly id: string;
  readonly code: string | string[];
  readonly expect: string;
  readonly module?: boolean;
}

const file = fileURLToPath(new URL('../data/location-snippets.json', import.meta.url));
const { page, snippets } = JSON.parse(readFileSync(file, 'utf8')) as { page: string; snippets: Snippet[] }; // our own file

function rewrite(code: string): string {
  const scanned = rewriteJs(code, { kind: 'script' });
  if ('text' in scanned) return scanned.text;
  const parsed = prepareJsByParser(code, { kind: 'script' });
  if ('failed' in parsed) throw new Error(parsed.failed);
  return parsed.text;
}

/** A window in a realm of its own: the real location shows the gateway, the guards hand out the stand-in. */
function runPage(codes: readonly string[], guarded: boolean): string {
  const context = createContext({});
  runInContext(
    `var R, real = { href: 'http://gateway.localhost/' }, standIn = {};
    for (const key of ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) {
      Object.defineProperty(standIn, key, { get: () => new URL_(page_)[key], enumerable: true, configurable: true });
    }
    standIn.toString = () => page_;
    var window = globalThis, self = globalThis, top = globalThis, parent = globalThis, frames = globalThis, document = { defaultView: globalThis };
    for (const owner of [globalThis, document]) Object.defineProperty(owner, 'location', { get: () => real, set: () => {}, enumerable: true });
    var view = (owner) => new Proxy(owner, { get: (target, key) => (key === 'location' ? standIn : Reflect.get(target, key)) });
    var isOwner = (value) => value === globalThis || value === document;
    var __samepage$w = (value) => (value === real ? standIn : value), __samepage$l = (value) => value;
    var __samepage$v = (value) => (isOwner(value) ? { eval: (code) => eval(typeof code === 'string' ? rewrite(code) : code) } : value);
    var __samepage$d = (value) => (isOwner(value) ? view(value) : value), __samepage$m = (value) => value, __samepage$e = (code) => (typeof code === 'string' ? rewrite(code) : code);`,
    Object.assign(context, { URL_: URL, page_: page, rewrite }),
  );
  for (const code of codes) runInContext(guarded ? rewrite(code) : code, context);
  return String(runInContext('R', context));
}

/** What a realm without DOM, events and timers can run. */
const runnable = snippets.filter(
  ({ code, module }) =>
    !module &&
    !/document\.(?:create|body|URL|domain|base)|setTimeout|addEventListener|history|Location\b|async|Observer|Function\(|constructor|eval\)|innerHTML|requestAnim|getComputed|Reflect|getOwnProperty|onzz|origin\+self|hash|instanceof|let dup|"#|assign|replace|JSON|new URL|toString|noitacol|ation"|keys|k in|status|abs|append/.test(
      [code].flat().join(';'),
    ),
);

describe('rewritten scripts', () => {
  it('are most of the snippets that run in browsers', () => {
    expect(runnable.length).toBeGreaterThan(60);
  });

  it.each(runnable.map((snippet): [string, Snippet] => [snippet.id, snippet]))(
    '%s gives the same as on the site itself',
    (_id, snippet) => {
      expect(runPage([snippet.code].flat(), true)).toBe(snippet.expect);
    },
  );

  /** Pure code: no window in it, so nothing may change at all. */
  const pure: string[] = [
    'var o={location:{a:[1,{location:2}]}};R=o.location.a[1].location',
    'var o={n:0,get location(){return ++this.n}};o.location;R=o.location+o["location"]',
    'var o={location(){return this===o}};R=o.location()&&o["location"]()&&o?.location()',
    'var o={location:1};o.location+=2;o.location++;R=--o.location',
    'var o={location:1};R=delete o.location&&!("location" in o)',
    'var o=null;R=o?.location.a.b+"|"+o?.location?.a+"|"+o?.a.location.b',
    'var o={a:null};try{o?.a.location;R=1}catch(e){R=e.constructor.name}',
    'class A{location=1;static location=2;#location=3;get(){return this.location+A.location+this.#location}}R=new A().get()',
    'class A{location(){return 1}}class B extends A{location(){return super.location()+1}}R=new B().location()',
    'R=(function(){function location(){return 5}return location()})()',
    'R=[1,2].map(location=>location*2).join()',
    'R=(({location:l,...r})=>l+r.a)({location:1,a:2})',
    'let [a,{location:b=4}={}]=[1];R=a+b',
    'location:for(var i=0;;i++){if(i>3)break location}R=i',
    'var o={};[o.location,o.b]=[1,2];({a:o.location,b:o.c}={a:3,b:4});for(o.location of[7]);R=JSON.stringify(o)',
    'var n=0,o={get location(){n++;return{x:1}}};o.location.x;R=n',
    'var o={location:String.raw};R=o.location`a\\nb`',
    'var t=(s,...v)=>s.raw.join("|")+v;R=t`a${1}location${"x"}`',
    'R=/location\\/[/"]/.test("location//")+"/location/".length/2/1',
    'var a=4,g=2;R=a/2/g+(a)/g',
    'function F(a){this.a=a}var o={location:F};R=new o.location(3).a+new o["location"](4).a',
    'var port={postMessage(a){return this===port&&a}};R=port.postMessage(5)+port["postMessage"](6)+port?.postMessage(7)',
    'R=(function(){var x=3;return eval("x+1")})()+eval("1;2")',
    'R=(function(){"use strict";return this===undefined&&eval("this===undefined")})()',
    'var o={eval(a){return a+1}};R=o.eval(1)+o["eval"](1)+o?.eval(1)',
    'var g=eval;R=g("1+1")+(0,eval)("this===globalThis")+window.eval("3")',
    'R=(function(){var x=1;return [1].map(eval)+typeof eval})()',
    'var x="out";(function(){var x="in";R=eval("x")+(0,eval)("x")+eval?.("x")})()',
    'R=typeof location2+typeof undefined_',
    'var s="location";R={[s]:1}.location',
    'a:{b:{break a}}R=`${`${[1].map(location=>{return{location}})[0].location}`}`',
    'var x=1\nvar location2=x\n++x\nR=x',
    'R=((location,b=location)=>b)(3)',
    'try{throw 1}catch(location){R=location}',
    'with({location:{href:"mine"}}){R=location.href}',
  ];

  it.each(pure)('%j runs as before', (code) => {
    expect(runPage([code], true)).toBe(runPage([code], false));
  });
});
