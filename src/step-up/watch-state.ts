/** The agent's frame: asks, sees and hears what the customer gave, and points. It has no cookie: the console hands it a ticket. */
import { computed, signal } from '@preact/signals';
import type { ParticipantId } from '../shared/ids.ts';
import type { Person, SessionState } from '../shared/messages.ts';
import { steps, type Step, type StepAsk } from '../shared/roles.ts';
import type { PicturePoint, RoomToStep, StepOffer } from '../shared/step-up.ts';
import { StepLine, type LineState } from './line.ts';
import { capture, release } from './media.ts';
import { Peer } from './peer.ts';
import { strings } from './strings.ts';

const SAID_MS = 6000;
/** Pointer moves are told at most so often (ms): the room takes 30 a second. */
const POINT_MS = 40;
/** Calls that fail in a row before the person is left to decide. */
const TRIES = 3;

export const state = signal<LineState>('connecting');
export const session = signal<SessionState>('waiting');
export const you = signal<ParticipantId | undefined>(undefined);
export const people = signal<readonly Person[]>([]);
export const offers = signal<Readonly<Record<Step, StepOffer>>>({ screen: 'not-now', voice: 'not-now', camera: 'not-now' });
export const asks = signal<readonly StepAsk[]>([]);
export const mine = signal<readonly Step[]>([]);
/** What comes from the customer. */
export const coming = signal<ReadonlyMap<Step, MediaStream>>(new Map());
/** What this person sends. */
export const own = signal<ReadonlyMap<Step, MediaStream>>(new Map());
export const silent = signal<ReadonlySet<Step>>(new Set());
export const points = signal<ReadonlyMap<ParticipantId, NonNullable<PicturePoint>>>(new Map());
export const said = signal('');
export const customer = computed(() => people.value.find(({ role }) => role === 'customer'));

const calls = new Map<number, { readonly step: Step; readonly peer: Peer }>();
const tries = new Map<Step, number>();
let port: MessagePort | undefined;
let saidTimer: number | undefined;
let pointedAt = 0;
let pointTimer: number | undefined;

const line = new StepLine({
  receive,
  state: (now) => {
    state.value = now;
    if (now === 'ended' || now === 'elsewhere') releaseAll();
  },
});

export function startWatch(): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    // Framed by the console alone (frame-ancestors): the first port is its.
    const given = event.ports[0];
    if (port || !given || event.source !== window.parent) return;
    port = given;
    port.onmessage = ({ data }: MessageEvent<{ ticket?: unknown }>) => {
      if (typeof data.ticket === 'string') line.open(data.ticket);
    };
    port.postMessage({ type: 'need-ticket' });
  });
  window.addEventListener('pagehide', () => {
    line.send({ type: 'bye' });
    releaseAll();
  });
}

/** CSS pixels that the frame needs; null: all that there is, for a picture. */
export function tellHeight(height: number | null): void {
  port?.postMessage({ type: 'height', height });
}

function receive(message: RoomToStep): void {
  switch (message.type) {
    case 'welcome':
      you.value = message.you;
      return;
    case 'now':
      return stands(message);
    case 'signal':
      return signalled(message);
    case 'over':
      return hangUp(message.call);
    case 'point': {
      const next = new Map(points.value);
      if (message.at) next.set(message.from, message.at);
      else next.delete(message.from);
      points.value = next;
      return;
    }
    case 'refused':
      refusedAll();
      return say(strings.guest.refused[message.code]);
    case 'call':
    case 'stop':
      return; // said to the window alone
    case 'end':
      return releaseAll();
    default:
      message satisfies never;
  }
}

function stands(now: Extract<RoomToStep, { type: 'now' }>): void {
  const had = mine.value;
  const asked = asks.value;
  session.value = now.state;
  people.value = now.people;
  offers.value = now.offers;
  asks.value = now.asks;
  mine.value = steps.filter((step) => now.has.some((one) => one.step === step && one.participant === you.value));
  for (const id of calls.keys()) if (!now.calls.includes(id)) hangUp(id);
  for (const step of steps) {
    const isAsking = now.asks.some((one) => one.step === step);
    if (had.includes(step) && !mine.value.includes(step)) say(strings.guest.over[step]);
    else if (asked.some((one) => one.step === step) && !isAsking && !mine.value.includes(step) && !left.has(step))
      say(strings.guest.declined);
    // Microphone and camera stay on for as long as there is somebody for them.
    const isWanted = isAsking || mine.value.includes(step);
    if (isWanted) onTheWay.delete(step);
    else if (!onTheWay.has(step)) letGo(step);
  }
}

/** Ended by this person a moment ago: nothing to say about it. */
const left = new Set<Step>();
/** Asked for, and not answered by the room yet. */
const onTheWay = new Set<Step>();

export async function ask(step: Step): Promise<void> {
  left.delete(step);
  tries.delete(step);
  if (step !== 'screen') {
    const stream = await capture(step);
    if (!stream) return say(strings.guest.noDevice);
    own.value = new Map(own.value).set(step, stream);
  }
  onTheWay.add(step);
  if (!line.send({ type: 'ask', step })) refusedAll();
}

/** Nothing of what is on the way was taken. */
function refusedAll(): void {
  for (const step of onTheWay) letGo(step);
  onTheWay.clear();
}

export function leave(step: Step): void {
  left.add(step);
  line.send({ type: 'leave', step });
  for (const [id, one] of calls) if (one.step === step) hangUp(id);
  letGo(step);
}

export function setSilent(step: Step, on: boolean): void {
  const next = new Set(silent.value);
  if (on) next.add(step);
  else next.delete(step);
  silent.value = next;
  for (const track of own.value.get(step)?.getTracks() ?? []) track.enabled = !on;
}

/** The last place of the pointer is always told. */
export function point(at: PicturePoint): void {
  window.clearTimeout(pointTimer);
  const wait = at === null ? 0 : pointedAt + POINT_MS - performance.now();
  const tell = () => {
    pointedAt = performance.now();
    line.send({ type: 'point', at });
  };
  if (wait <= 0) tell();
  else pointTimer = window.setTimeout(tell, wait);
}

function signalled({ call, step, signal: heard, relay }: Extract<RoomToStep, { type: 'signal' }>): void {
  let one = calls.get(call);
  if (!one && relay) {
    const peer = new Peer({
      step,
      relay,
      send: (words) => line.send({ type: 'signal', call, signal: words }),
      media: (stream) => (coming.value = new Map(coming.value).set(step, stream)),
      state: (now) => {
        if (now === 'up') tries.delete(step);
        else again(step);
      },
    });
    one = { step, peer };
    calls.set(call, one);
  }
  one?.peer.heard(heard, own.value.get(step)?.getTracks()[0]);
}

function again(step: Step): void {
  const tried = (tries.get(step) ?? 0) + 1;
  tries.set(step, tried);
  if (tried <= TRIES) line.send({ type: 'again', step });
  else leave(step);
}

function hangUp(id: number): void {
  const one = calls.get(id);
  if (!one) return;
  calls.delete(id);
  one.peer.close();
  const next = new Map(coming.value);
  next.delete(one.step);
  coming.value = next;
  if (one.step === 'screen') points.value = new Map();
}

function letGo(step: Step): void {
  const stream = own.value.get(step);
  if (!stream) return;
  release(stream);
  const next = new Map(own.value);
  next.delete(step);
  own.value = next;
  const loud = new Set(silent.value);
  loud.delete(step);
  silent.value = loud;
}

function releaseAll(): void {
  for (const id of [...calls.keys()]) hangUp(id);
  for (const step of steps) letGo(step);
  mine.value = [];
  asks.value = [];
}

function say(text: string): void {
  said.value = text;
  window.clearTimeout(saidTimer);
  saidTimer = window.setTimeout(() => (said.value = ''), SAID_MS);
}
