/** What stands in our closed shadow root in the customer's page, which no script of that page can reach: asked of the browser. */
import type { Page } from 'playwright-core';

export interface Seen {
  /** Its accessible name. */
  readonly name: string;
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface CdpNode {
  readonly nodeId: number;
  readonly attributes?: readonly string[];
  readonly children?: readonly CdpNode[];
  readonly shadowRoots?: readonly CdpNode[];
}

/** Everything with this test id, with the box of its drawing (the path of ink, or itself). */
export async function seenInOverlay(page: Page, testId: string): Promise<Seen[]> {
  const cdp = await page.context().newCDPSession(page);
  try {
    const { root } = await cdp.send('DOM.getDocument', { depth: -1, pierce: true });
    const found: number[] = [];
    const walk = (node: CdpNode): void => {
      const at = node.attributes?.indexOf('data-testid') ?? -1;
      if (at >= 0 && node.attributes?.[at + 1] === testId) found.push(node.nodeId);
      for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) walk(child);
    };
    walk(root);
    const seen: Seen[] = [];
    for (const nodeId of found) {
      const { object } = await cdp.send('DOM.resolveNode', { nodeId });
      const { result } = await cdp.send('Runtime.callFunctionOn', {
        objectId: object.objectId ?? '',
        returnByValue: true,
        functionDeclaration: `function () {
          const { left, top, width, height } = (this.querySelector('path,.stamp') ?? this).getBoundingClientRect();
          return this.style.display === 'none' ? null : { name: this.getAttribute('aria-label') ?? '', text: this.textContent, left, top, width, height };
        }`,
      });
      if (result.value !== null) seen.push(result.value as Seen); // what the function above gives
    }
    return seen;
  } finally {
    await cdp.detach();
  }
}
