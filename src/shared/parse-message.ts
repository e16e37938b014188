/**
 * The only way from bytes to a message, one parser per direction and socket. All input is hostile: size, shape, finite
 * numbers, known words. Never throws; hands back a new object with known fields only, so `__proto__` and strangers are gone.
 * The tree inside `key` and `ops` is passed on as it came: the shadow copy checks it node by node.
 */
import type { DomOp, Keyframe, Selected } from './dom-ops.ts';
import type { Planted } from './leak-test.ts';
import type { FrameId, NodeId, ParticipantId, TabId } from './ids.ts';
import type {
  ConsoleToRoom,
  DockToRoom,
  GuestAction,
  HostOutcome,
  Modifiers,
  PageState,
  Place,
  RefusalCode,
  RuntimeToRoom,
  StreamPosition,
  ViewerToRoom,
} from './messages.ts';
import type { RoomToConsole, RoomToDock, RoomToViewer } from './messages.ts';
import { readInkAct, type InkAct } from './ink.ts';
import { DOWNLOAD_NAME_MAX } from './downloads.ts';
import { pageNotices } from './notices.ts';
import { readCanvas, type PickedCanvas } from './picked.ts';
import { isAction } from './roles.ts';
import { isStep } from './step-up.ts';

export type Parsed<Message> = { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly reason: string };

/** Masks may make a short name longer (characters). */
const MASK_ROOM = 400;
/** Characters of a message; keyframes and ops of the host may be longer. */
export const MAX_MESSAGE = 1 << 20;
export const MAX_DESCRIPTION = 8 << 20;

const MAX_URL = 8192;
const MAX_TITLE = 2000;
/** Text of a field, as typed or pasted by a guest. */
const MAX_FIELD = 100_000;
const MAX_CHAT = 16_384;
const MAX_NAME = 200;
const MAX_OPTIONS = 10_000;
const MAX_RULES = 2000;
const MAX_PEOPLE = 100;
const MAX_STEPS = 10;
/** Characters of base64: 700 KiB of an image. */
export const MAX_ASSET = 960_000;

type Fields = Readonly<Record<string, unknown>>;

/** Thrown inside this file only, and caught at its edge. */
class Bad extends Error {}

export function parseRuntime(text: string): Parsed<RuntimeToRoom> {
  return parse(text, MAX_DESCRIPTION, (fields, length) => {
    const message = runtimeMessage(fields);
    if (length > MAX_MESSAGE && message.type !== 'key' && message.type !== 'ops') throw new Bad('too long');
    return message;
  });
}

export function parseDock(text: string): Parsed<DockToRoom> {
  return parse(text, MAX_MESSAGE, dockMessage);
}

export function parseViewer(text: string): Parsed<ViewerToRoom> {
  return parse(text, MAX_MESSAGE, viewerMessage);
}

export function parseConsole(text: string): Parsed<ConsoleToRoom> {
  return parse(text, MAX_MESSAGE, consoleMessage);
}

// ---- from the room: our own gateway is trusted for content, so only the outline is checked ------------------------------

const toDock = [
  'welcome',
  'people',
  'state',
  'chat',
  'did',
  'hidden',
  'board',
  'notices',
  'looks',
  'tab-asks',
  'steps',
  'brought',
  'not-brought',
  'end',
] as const satisfies readonly RoomToDock['type'][];
const toViewer = [
  'welcome',
  'tabs',
  'key',
  'ops',
  'frame-gone',
  'picture',
  'pointer',
  'ink',
  'people',
  'state',
  'act-result',
  'checksum',
  'asked',
  'blank',
  'end',
] as const satisfies readonly RoomToViewer['type'][];
const toConsole = [
  'sessions',
  'session',
  'joined',
  'people',
  'state',
  'chat',
  'refused',
  'board',
  'notices',
  'download',
  'notes',
  'sent-off',
] as const satisfies readonly RoomToConsole['type'][];

export function parseFromRoomToDock(text: string): Parsed<RoomToDock> {
  return outline(text, toDock);
}

export function parseFromRoomToViewer(text: string): Parsed<RoomToViewer> {
  return outline(text, toViewer);
}

export function parseFromRoomToConsole(text: string): Parsed<RoomToConsole> {
  return outline(text, toConsole);
}

/** A newer gateway may know more words: they are refused here, and the caller passes over them. */
function outline<Message>(text: string, types: readonly string[]): Parsed<Message> {
  return parse(text, Number.MAX_SAFE_INTEGER, (fields) => {
    oneOf(fields, 'type', types);
    return fields as Message; // sent by our own gateway over our own socket; its type was looked at
  });
}

// ---- the four directions to the room -------------------------------------------------------------------------------------

function runtimeMessage(fields: Fields): RuntimeToRoom {
  const type = string(fields, 'type', 20);
  switch (type) {
    case 'hello':
      return {
        type,
        protocol: count(fields, 'protocol'),
        tab: nullable(fields, 'tab', tabId),
        policy: string(fields, 'policy', 64),
        ...pageState(fields),
      };
    case 'key':
      return {
        type,
        frame: frameId(fields, 'frame'),
        epoch: count(fields, 'epoch'),
        doc: object(fields, 'doc') as unknown as Keyframe, // checked by the shadow copy
        ...(fields['policy'] === undefined ? {} : { policy: string(fields, 'policy', 64) }),
      };
    case 'ops': {
      const ops = fields['ops'];
      if (!Array.isArray(ops)) throw new Bad('ops');
      return { type, ...position(fields), ops: ops as readonly DomOp[] }; // checked by the shadow copy
    }
    case 'frame':
      return { type, frame: frameId(fields, 'frame'), parent: frameId(fields, 'parent'), node: node(fields, 'node') };
    case 'frame-gone':
      return { type, frame: frameId(fields, 'frame') };
    case 'meta':
      return { type, ...pageState(fields) };
    case 'pointer':
      return { type, at: place(object(fields, 'at')) };
    case 'ink':
      return { type, act: inkAct(fields) };
    case 'asset':
      return { type, id: count(fields, 'id'), mime: string(fields, 'mime', 200), data: nullable(fields, 'data', assetData) };
    case 'act-result':
      return { type, id: count(fields, 'id'), outcome: hostOutcome(object(fields, 'outcome')) };
    case 'checksum':
      return { type, ...position(fields), nodes: count(fields, 'nodes'), sum: finite(fields, 'sum') };
    case 'hits':
      return { type, hits: hits(object(fields, 'hits')) };
    case 'notice':
      return { type, code: oneOf(fields, 'code', pageNotices) };
    case 'download':
      return {
        type,
        of: nullable(fields, 'of', count),
        mime: string(fields, 'mime', 200),
        bytes: nullable(fields, 'bytes', count),
        name: nullable(fields, 'name', (from, key) => string(from, key, DOWNLOAD_NAME_MAX + MASK_ROOM)),
      };
    case 'pointed': {
      const picked = object(fields, 'picked');
      return {
        type,
        picked: {
          selector: string(picked, 'selector', 2000),
          matches: count(picked, 'matches'),
          role: string(picked, 'role', 20),
          name: string(picked, 'name', 200),
          ...(picked['isCount'] === true ? { isCount: true } : {}),
          ...(picked['canvas'] === undefined ? {} : { canvas: canvas(picked['canvas']) }),
        },
      };
    }
    case 'planted':
      return { type, ...position(fields), planted: object(fields, 'planted') as unknown as Planted }; // checked by whoever runs the test
    case 'leaving':
      return { type, to: fields['to'] === null ? null : string(fields, 'to', MAX_URL) };
    default:
      throw new Bad('type');
  }
}

function dockMessage(fields: Fields): DockToRoom {
  const type = string(fields, 'type', 20);
  switch (type) {
    case 'hello':
      return { type, protocol: count(fields, 'protocol'), tab: nullable(fields, 'tab', tabId) };
    case 'chat':
      return { type, text: string(fields, 'text', MAX_CHAT) };
    case 'pause':
    case 'resume':
    case 'stop':
      return { type };
    case 'drawing':
      return { type, on: boolean(fields, 'on') };
    case 'control':
      return { type, participant: participantId(fields, 'participant'), allow: boolean(fields, 'allow') };
    case 'named': {
      const people = fields['people'];
      if (!Array.isArray(people) || people.length > MAX_PEOPLE) throw new Bad('people');
      return { type, people: people.map((one: unknown) => participantId({ one }, 'one')) };
    }
    case 'presence':
      return { type, hidden: boolean(fields, 'hidden') };
    case 'tab-answer':
      return { type, id: count(fields, 'id'), allow: boolean(fields, 'allow') };
    case 'able': {
      const able = fields['steps'];
      if (!Array.isArray(able) || able.length > MAX_STEPS) throw new Bad('steps');
      return { type, steps: able.filter(isStep) };
    }
    case 'step': {
      const { step } = fields;
      if (!isStep(step)) throw new Bad('step');
      return { type, step, what: oneOf(fields, 'what', ['refuse', 'stop'] as const) };
    }
    case 'rights':
      return { type, ...right(fields) };
    case 'bring':
      return { type, name: string(fields, 'name', MAX_NAME) };
    case 'send-off':
      return { type, participant: participantId(fields, 'participant') };
    default:
      throw new Bad('type');
  }
}

function viewerMessage(fields: Fields): ViewerToRoom {
  const type = string(fields, 'type', 20);
  switch (type) {
    case 'hello':
      return { type, protocol: count(fields, 'protocol') };
    case 'ack':
    case 'need':
      return { type, tab: tabId(fields, 'tab'), ...position(fields) };
    case 'follow':
      return { type, tab: nullable(fields, 'tab', tabId) };
    case 'act':
      return {
        type,
        id: count(fields, 'id'),
        tab: tabId(fields, 'tab'),
        epoch: count(fields, 'epoch'),
        seq: count(fields, 'seq'),
        action: action(object(fields, 'action')),
      };
    case 'pointer':
      return { type, tab: tabId(fields, 'tab'), at: fields['at'] === null ? null : place(object(fields, 'at')) };
    case 'ink':
      return { type, tab: tabId(fields, 'tab'), act: inkAct(fields) };
    default:
      throw new Bad('type');
  }
}

function consoleMessage(fields: Fields): ConsoleToRoom {
  const type = string(fields, 'type', 20);
  switch (type) {
    case 'watch':
      return { type };
    case 'join':
    case 'leave':
    case 'end':
      return { type, session: sessionId(fields) };
    case 'chat':
      return { type, session: sessionId(fields), text: string(fields, 'text', MAX_CHAT) };
    case 'control':
      return { type, session: sessionId(fields), want: boolean(fields, 'want') };
    case 'presence':
      return { type, hidden: boolean(fields, 'hidden') };
    case 'rights':
      return { type, session: sessionId(fields), ...right(fields) };
    default:
      throw new Bad('type');
  }
}

function action(fields: Fields): GuestAction {
  const kind = string(fields, 'kind', 20);
  switch (kind) {
    case 'click':
      return {
        kind,
        at: place(object(fields, 'at')),
        button: oneOf(fields, 'button', [0, 1, 2] as const),
        count: oneOf(fields, 'count', [1, 2, 3] as const),
        ...mods(fields),
      };
    case 'hover':
      return { kind, at: place(object(fields, 'at')) };
    case 'press':
    case 'drag':
    case 'drop':
      return { kind, at: place(object(fields, 'at')), ...mods(fields) };
    case 'wheel':
      return { kind, at: place(object(fields, 'at')), dx: finite(fields, 'dx'), dy: finite(fields, 'dy'), ...mods(fields) };
    case 'key':
      return {
        kind,
        ...at(fields),
        key: string(fields, 'key', 40),
        code: string(fields, 'code', 40),
        ...(fields['start'] === undefined ? {} : { start: offset(fields, 'start'), end: offset(fields, 'end') }),
        ...mods(fields),
      };
    case 'insert':
      return {
        kind,
        ...at(fields),
        text: string(fields, 'text', MAX_FIELD),
        start: offset(fields, 'start'),
        end: offset(fields, 'end'),
        inputType: string(fields, 'inputType', 40),
      };
    case 'set':
      return {
        kind,
        ...at(fields),
        ...(fields['value'] === undefined ? {} : { value: string(fields, 'value', MAX_FIELD) }),
        ...(fields['checked'] === undefined ? {} : { checked: boolean(fields, 'checked') }),
        ...(fields['selected'] === undefined ? {} : { selected: indexes(fields['selected']) }),
      };
    case 'focus':
      return { kind, ...at(fields) };
    case 'select':
      return { kind, ...at(fields), range: range(fields['range']) };
    case 'scroll':
      return { kind, ...at(fields), x: finite(fields, 'x'), y: finite(fields, 'y') };
    case 'back':
    case 'forward':
    case 'reload':
      return { kind };
    case 'go':
    case 'open':
      return { kind, url: webUrl(fields) };
    default:
      throw new Bad('kind');
  }
}

// ---- parts ---------------------------------------------------------------------------------------------------------------

const refusals = [
  'BLOCKED',
  'MASKED',
  'NO_RIGHT',
  'PAUSED',
  'NOT_ALLOWED',
  'NOT_POSSIBLE',
  'TOO_FAST',
  'HIDDEN',
  'DECLINED',
  'TABS_FULL',
] as const satisfies readonly RefusalCode[];

function hostOutcome(fields: Fields): HostOutcome {
  const result = oneOf(fields, 'result', ['done', 'refused', 'stale', 'busy', 'opens'] as const);
  if (result === 'opens') return { result, url: webUrl(fields) };
  return result === 'refused' ? { result, code: oneOf(fields, 'code', refusals) } : { result };
}

function pageState(fields: Fields): PageState {
  return {
    url: string(fields, 'url', MAX_URL),
    title: string(fields, 'title', MAX_TITLE),
    visible: boolean(fields, 'visible'),
    ...(fields['focused'] === true ? { focused: true as const } : {}),
    ...(fields['frozen'] === true ? { frozen: true as const } : {}),
  };
}

/** Of a target; its spelling is the standard's. */
function webUrl(fields: Fields): string {
  const url = string(fields, 'url', MAX_URL);
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw new Bad('url');
  return new URL(url).href;
}

function inkAct(fields: Fields): InkAct {
  const act = readInkAct(fields['act']);
  if (!act) throw new Bad('act');
  return act;
}

function place(fields: Fields): Place {
  return { ...at(fields), fx: finite(fields, 'fx'), fy: finite(fields, 'fy') };
}

function at(fields: Fields): { frame: FrameId; node: NodeId } {
  return { frame: frameId(fields, 'frame'), node: node(fields, 'node') };
}

function position(fields: Fields): StreamPosition {
  return { frame: frameId(fields, 'frame'), epoch: count(fields, 'epoch'), seq: count(fields, 'seq') };
}

function right(fields: Fields): { participant: ParticipantId; action: Extract<DockToRoom, { type: 'rights' }>['action']; allow: boolean } {
  const name = fields['action'];
  if (!isAction(name)) throw new Bad('action');
  return { participant: id(fields, 'participant') as ParticipantId, action: name, allow: boolean(fields, 'allow') }; // of that grammar
}

function mods(fields: Fields): { mods?: Modifiers } {
  if (fields['mods'] === undefined) return {};
  const given = object(fields, 'mods');
  const flag = (name: 'alt' | 'ctrl' | 'meta' | 'shift') => (given[name] === undefined ? {} : { [name]: boolean(given, name) });
  return { mods: { ...flag('alt'), ...flag('ctrl'), ...flag('meta'), ...flag('shift') } };
}

function indexes(value: unknown): readonly number[] {
  if (!Array.isArray(value) || value.length > MAX_OPTIONS || !value.every((one) => Number.isSafeInteger(one) && one >= 0))
    throw new Bad('selected');
  return [...value] as number[]; // every one was looked at
}

function range(value: unknown): Selected {
  if (!Array.isArray(value) || value.length !== 4 || !value.every((one) => Number.isSafeInteger(one))) throw new Bad('range');
  return [...value] as unknown as Selected; // four integers, by the line above
}

function hits(fields: Fields): Readonly<Record<string, number>> {
  const entries = Object.entries(fields).filter(([name]) => name !== '__proto__');
  if (entries.length > MAX_RULES) throw new Bad('hits');
  for (const [name, value] of entries) if (name.length > 200 || !Number.isSafeInteger(value) || Number(value) < 0) throw new Bad('hits');
  return Object.fromEntries(entries) as Record<string, number>; // every value was looked at
}

function string(fields: Fields, name: string, max: number): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.length > max) throw new Bad(name);
  return value;
}

function canvas(value: unknown): PickedCanvas {
  const read = readCanvas(value);
  if (!read) throw new Bad('canvas');
  return read;
}

function boolean(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== 'boolean') throw new Bad(name);
  return value;
}

function finite(fields: Fields, name: string): number {
  const value = fields[name];
  // JSON has no NaN, but 1e999 is read as Infinity.
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new Bad(name);
  return value;
}

function count(fields: Fields, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw new Bad(name);
  return Number(value);
}

/** A place in a text; -1 is unknown. */
function offset(fields: Fields, name: string): number {
  return fields[name] === -1 ? -1 : count(fields, name);
}

/** Node ids are positive, 0 is the page, a shadow root is its host's id negated. */
function node(fields: Fields, name: string): NodeId {
  const value = fields[name];
  if (!Number.isSafeInteger(value)) throw new Bad(name);
  return Number(value);
}

function id(fields: Fields, name: string): string {
  const value = string(fields, name, 64);
  if (!/^[\w-]+$/.test(value)) throw new Bad(name);
  return value;
}

function participantId(fields: Fields, name: string): ParticipantId {
  return id(fields, name) as ParticipantId; // of that grammar; whether there is such a seat, the room knows
}

function tabId(fields: Fields, name: string): TabId {
  return id(fields, name) as TabId; // of that grammar; whether there is such a tab, the room knows
}

/** A frame in a frame is named behind it, with a dot between. */
function frameId(fields: Fields, name: string): FrameId {
  const value = string(fields, name, 64);
  if (!/^[\w-]+(?:\.[\w-]+)*$/.test(value)) throw new Bad(name);
  return value as FrameId; // as above
}

function sessionId(fields: Fields): string {
  return id(fields, 'session');
}

function nullable<Value>(fields: Fields, name: string, read: (fields: Fields, name: string) => Value): Value | null {
  return fields[name] === null ? null : read(fields, name);
}

/** Base64; longer bytes than this are not worth a message. */
function assetData(fields: Fields, name: string): string {
  const text = string(fields, name, MAX_ASSET);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Bad(name);
  return text;
}

function oneOf<Value>(fields: Fields, name: string, known: readonly Value[]): Value {
  const found = known.find((value) => value === fields[name]);
  if (found === undefined) throw new Bad(name);
  return found;
}

function object(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (!isFields(value)) throw new Bad(name);
  return value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse<Message>(text: string, max: number, read: (fields: Fields, length: number) => Message): Parsed<Message> {
  if (text.length > max) return { ok: false, reason: 'too long' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'no JSON' }; // what it was instead is of no use to anybody
  }
  if (!isFields(value)) return { ok: false, reason: 'no object' };
  try {
    return { ok: true, message: read(value, text.length) };
  } catch (error) {
    if (error instanceof Bad) return { ok: false, reason: `bad ${error.message}` };
    return { ok: false, reason: 'unreadable' };
  }
}
