/** Files that only the host's browser has: who answers for them. */
import { describe, expect, test } from 'vitest';
import { HostAssets } from '../../src/sessions/host-assets.ts';
import { TOP_FRAME, type TabId } from '../../src/shared/ids.ts';

const [one, other] = ['t1', 't2'] as unknown as [TabId, TabId]; // as the room gives them
const picture = (text: string) => ({ mime: 'image/png', bytes: Buffer.from(text) });

describe('a file that the host is asked for', () => {
  test('is what the tab says that was asked, whatever another one says first', async () => {
    const assets = new HostAssets();
    let asked = 0;
    const answer = assets.ask({ tab: one, frame: TOP_FRAME }, 'blob:x', ({ id }) => void (asked = id));
    assets.settle(other, asked, picture('forged'));
    assets.settle(other, asked, undefined);
    assets.settle(one, asked, picture('true'));
    assets.settle(one, asked, picture('late'));
    expect(await answer).toEqual(picture('true'));
  });

  test('is nothing once nobody will answer', async () => {
    const assets = new HostAssets();
    const answer = assets.ask({ tab: one, frame: TOP_FRAME }, 'blob:x', () => undefined);
    assets.clear();
    expect(await answer).toBeUndefined();
  });
});
