/**
 * The customer's window: captures on the customer's own press and for as long as anybody may have it, and makes a call to each
 * who may. When it goes, everything goes.
 */
import { computed, signal } from '@preact/signals';
import type { ParticipantId } from '../shared/ids.ts';
import type { Person } from '../shared/messages.ts';
import type { Step, StepAsk } from '../shared/roles.ts';
import type { PicturePoint, RoomToStep } from '../shared/step-up.ts';
import { StepLine, type LineState } from './line.ts';
import { capture, release } from './media.ts';
import { Peer } from './peer.ts';

interface Call {
  readonly step: Step;
  readonly to: ParticipantId;
  readonly peer: Peer;
}

export const state = signal<LineState>('connecting');
export const people = signal<readonly Person[]>([]);
export const asks = signal<readonly StepAsk[]>([]);
export const has = signal<readonly StepAsk[]>([]);
/** What is captured here. */
export const captured = signal<ReadonlyMap<Step, MediaStream>>(new Map());
/** Whom a call reaches already. */
export const reached = signal<readonly StepAsk[]>([]);
/** What comes from the other side, by person. */
export const theirs = signal<readonly (StepAsk & { readonly stream: MediaStream })[]>([]);
export const points = signal<ReadonlyMap<ParticipantId, NonNullable<PicturePoint>>>(new Map());
/** The browser said no to this. */
export const failed = signal<Step | undefined>(undefined);
/** Microphone or camera are on, but send nothing. */
export const silent = signal<ReadonlySet<Step>>(new Set());
export const asking = computed(() => [...new Set(asks.value.map(({ step }) => step))]);

/** A pointer that does not move for so long is taken away (ms). */
const POINT_IDLE_MS = 30_000;

const idle = new Map<ParticipantId, number>();
const calls = new Map<number, Call>();
/** The browser is asking; another press meanwhile is none. */
let choosing = false;
let isBack = false;

const line = new StepLine({
  receive,
  state: (now) => {
    state.value = now;
    if (now === 'lost') isBack = true;
    if (now === 'ended' || now === 'elsewhere') releaseAll();
  },
});

export function startShare(): void {
  const ticket = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  line.open(ticket);
  // It may be the last moment: a socket that only breaks would let them wait.
  window.addEventListener('pagehide', () => {
    line.send({ type: 'bye' });
    releaseAll();
  });
}

function receive(message: RoomToStep): void {
  switch (message.type) {
    case 'welcome':
      return;
    case 'now':
      people.value = message.people;
      asks.value = message.asks;
      has.value = message.has;
      for (const id of calls.keys()) if (!message.calls.includes(id)) hangUp(id);
      // What the room ended while there was no line.
      if (isBack) for (const step of captured.value.keys()) if (!message.on.includes(step)) drop(step);
      isBack = false;
      return;
    case 'call':
      return call(message);
    case 'over':
      return hangUp(message.call);
    case 'stop':
      return drop(message.step);
    case 'signal':
      calls.get(message.call)?.peer.heard(message.signal);
      return;
    case 'point': {
      setPoint(message.from, message.at);
      return;
    }
    case 'refused':
      return; // said to guests alone
    case 'end':
      return releaseAll();
    default:
      message satisfies never;
  }
}

function setPoint(from: ParticipantId, at: PicturePoint): void {
  const next = new Map(points.value);
  window.clearTimeout(idle.get(from));
  if (at) next.set(from, at);
  else next.delete(from);
  // Not every browser tells a frame that the pointer has left it.
  if (at)
    idle.set(
      from,
      window.setTimeout(() => setPoint(from, null), POINT_IDLE_MS),
    );
  else idle.delete(from);
  points.value = next;
}

/** The press. `for_`: whose names stand beside the button. */
export async function begin(step: Step, for_: readonly ParticipantId[]): Promise<void> {
  if (choosing) return;
  failed.value = undefined;
  if (!captured.value.has(step)) {
    choosing = true;
    const stream = await capture(step);
    choosing = false;
    if (!stream) {
      failed.value = step;
      line.send({ type: 'refuse', step });
      return;
    }
    captured.value = new Map(captured.value).set(step, stream);
    // The browser's own bar, a window that was closed, a device that was pulled out.
    for (const track of stream.getTracks()) track.addEventListener('ended', () => stop(step));
  }
  if (!line.send({ type: 'begin', step, people: for_ })) drop(step);
}

export function refuse(step: Step): void {
  line.send({ type: 'refuse', step });
}

export function stop(step: Step): void {
  drop(step);
  line.send({ type: 'stop', step });
}

export function setSilent(step: Step, on: boolean): void {
  const next = new Set(silent.value);
  if (on) next.add(step);
  else next.delete(step);
  silent.value = next;
  for (const track of captured.value.get(step)?.getTracks() ?? []) track.enabled = !on;
}

function call({ call: id, step, to, relay }: Extract<RoomToStep, { type: 'call' }>): void {
  const track = captured.value.get(step)?.getTracks()[0];
  if (!track) {
    line.send({ type: 'stop', step });
    return;
  }
  const peer = new Peer({
    step,
    relay,
    send: (said) => line.send({ type: 'signal', call: id, signal: said }),
    media: (stream) => (theirs.value = [...without(theirs.value, step, to), { step, participant: to, stream }]),
    state: (now) => {
      if (now === 'failed') return; // the guest asks for another
      reached.value = [...without(reached.value, step, to), { step, participant: to }];
      line.send({ type: 'up', call: id });
    },
  });
  calls.set(id, { step, to, peer });
  peer.offer(track);
}

function hangUp(id: number): void {
  const one = calls.get(id);
  if (!one) return;
  calls.delete(id);
  one.peer.close();
  reached.value = without(reached.value, one.step, one.to);
  theirs.value = without(theirs.value, one.step, one.to);
  if (one.step === 'screen') setPoint(one.to, null);
}

/** Of this step nothing is captured any more, and nobody is called. */
function drop(step: Step): void {
  for (const [id, one] of calls) if (one.step === step) hangUp(id);
  const stream = captured.value.get(step);
  if (!stream) return;
  const next = new Map(captured.value);
  next.delete(step);
  captured.value = next;
  release(stream);
  const loud = new Set(silent.value);
  loud.delete(step);
  silent.value = loud;
}

function releaseAll(): void {
  for (const step of [...captured.value.keys()]) drop(step);
  asks.value = [];
}

function without<One extends StepAsk>(list: readonly One[], step: Step, participant: ParticipantId): One[] {
  return list.filter((one) => one.step !== step || one.participant !== participant);
}
