/** What a room says of the people in it: who is in another tab, idle, coming back, or on a slow line. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { IDLE_MS } from '../../src/sessions/participant.ts';
import type { Person } from '../../src/shared/messages.ts';
import type { ParticipantId } from '../../src/shared/ids.ts';
import { openHouse, openRoom, type House } from './fakes.ts';

describe('presence', () => {
  let house: House;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    house = await openHouse();
  });

  afterEach(async () => {
    await house.close();
    vi.useRealTimers();
  });

  const known = (people: readonly Person[], id: ParticipantId) => {
    const person = people.find((one) => one.id === id);
    return [person?.state, person?.presence, person?.slow];
  };

  test('[C3] a customer whose page lies in the background is in another tab, until it is looked at', async () => {
    const { session, host, viewer, customer } = await openRoom(house);
    host.send({ type: 'meta', url: 'https://shop.example/', title: '', visible: false });
    expect(known(session.room.people(), customer)).toEqual(['here', 'elsewhere', undefined]);
    expect(known(viewer.connection.last('people')?.['people'] as Person[], customer)).toEqual(['here', 'elsewhere', undefined]);
    host.send({ type: 'meta', url: 'https://shop.example/', title: '', visible: true });
    expect(known(session.room.people(), customer)).toEqual(['here', undefined, undefined]);
  });

  test('[C3] who does nothing for a minute is not active, and is again with the next move', async () => {
    const { session, host, viewer, agent, customer } = await openRoom(house);
    host.key();
    vi.advanceTimersByTime(IDLE_MS + 5000);
    expect(known(session.room.people(), agent)).toEqual(['here', 'idle', undefined]);
    expect(known(session.room.people(), customer)).toEqual(['here', 'idle', undefined]);
    viewer.send({ type: 'pointer', tab: host.tab, at: null });
    expect(known(session.room.people(), agent)).toEqual(['here', undefined, undefined]);
    // A page that changes by itself is nobody's hand.
    host.text(1, 'tick');
    expect(known(session.room.people(), customer)).toEqual(['here', 'idle', undefined]);
    host.send({ type: 'ops', frame: 'top' as never, epoch: 1, seq: 2, ops: [['focus', 6, 0]] });
    expect(known(session.room.people(), customer)).toEqual(['here', undefined, undefined]);
  });

  test('[C3] a line that is cut is coming back first, and gone after that', async () => {
    const { session, viewer, agent } = await openRoom(house);
    viewer.leave();
    expect(known(session.room.people(), agent)).toEqual(['here', undefined, undefined]);
    vi.advanceTimersByTime(2100);
    expect(known(session.room.people(), agent)).toEqual(['here', 'reconnecting', undefined]);
    vi.advanceTimersByTime(4000);
    expect(known(session.room.people(), agent)).toEqual(['left', undefined, undefined]);
  });

  test('[C3] two slow answers make a slow line, one quick one mends it', async () => {
    const { session, viewer, agent } = await openRoom(house);
    const answered = viewer.connection as { onAnswered?: (ms: number) => void };
    answered.onAnswered?.(900);
    expect(known(session.room.people(), agent)).toEqual(['here', undefined, undefined]);
    answered.onAnswered?.(900);
    expect(known(session.room.people(), agent)).toEqual(['here', undefined, true]);
    answered.onAnswered?.(40);
    expect(known(session.room.people(), agent)).toEqual(['here', undefined, undefined]);
  });
});
