/**
 * The host's document and a guest's replica as texts that must be equal: tags, attributes that both sides have, text,
 * live values, selections and scroll. What differs by design is left out on both sides: scripts, our own element,
 * addresses of resources (a guest's are capabilities), head entries that draw nothing.
 */
/** A document of any browser's that runs a function of ours. */
export interface Readable {
  evaluate<T>(read: () => T): Promise<T>;
}

export interface DomPicture {
  readonly lines: readonly string[];
  readonly scroll: readonly [number, number];
}

export async function pictureOf(frame: Readable): Promise<DomPicture> {
  return frame.evaluate(() => {
    const gone = new Set([
      'SCRIPT',
      'NOSCRIPT',
      'TEMPLATE',
      'META',
      'SOURCE',
      'TRACK',
      'BASE',
      'LINK',
      'STYLE',
      'TITLE',
      'SAMEPAGE-OVERLAY',
      'IFRAME',
      'OBJECT',
      'EMBED',
      'CANVAS',
      'AUDIO',
      'SAMEPAGE-BOX',
    ]);
    // What a person sees or that CSS commonly selects by; other attributes may be dropped by the serialiser's allowlist.
    const kept = ['id', 'class', 'style', 'type', 'placeholder', 'alt', 'title', 'role', 'aria-label', 'open', 'disabled', 'colspan'];
    const lines: string[] = [];
    const round = (value: number): number => Math.round(value);

    function visit(node: Node, depth: number): void {
      const indent = ' '.repeat(depth);
      if (node.nodeType === Node.TEXT_NODE) {
        const text = (node.nodeValue ?? '').replace(/\s+/g, ' ').trim();
        if (text !== '') lines.push(indent + text);
        return;
      }
      if (!(node instanceof Element) && node.nodeType !== Node.ELEMENT_NODE) return;
      const element = node as HTMLElement; // nodeType says so; another realm's element is no instance of ours
      if (gone.has(element.tagName.toUpperCase())) return;
      let line = `${indent}<${element.tagName.toLowerCase()}`;
      // A masked field is one on both sides: here by what makes it masked by default, there by what the replica says of it.
      const autocomplete = element.getAttribute('autocomplete') ?? '';
      const masked =
        /^cc-|one-time-code|password/.test(autocomplete) ||
        element.getAttribute('type') === 'password' ||
        element.hasAttribute('data-samepage-masked');
      if (masked) {
        lines.push(`${line} masked>`);
        return;
      }
      for (const name of kept) {
        const value = element.getAttribute(name);
        // Addresses inside a style attribute are the guest's own.
        if (value !== null) line += ` ${name}="${value.replace(/url\([^)]*\)/g, 'url()').replace(/\s+/g, ' ')}"`;
      }
      // What nobody can see is nothing for a guest: values of hidden fields stay at the host.
      if (element instanceof HTMLInputElement && element.type === 'hidden') line += ' hidden';
      else if (element instanceof HTMLInputElement)
        line +=
          element.type === 'checkbox' || element.type === 'radio'
            ? ` checked=${String(element.checked)}`
            : ` value=${JSON.stringify(element.value)}`;
      else if (element instanceof HTMLTextAreaElement) line += ` value=${JSON.stringify(element.value)}`;
      else if (element instanceof HTMLSelectElement)
        line += ` selected=${[...element.options].flatMap((option, index) => (option.selected ? [index] : [])).join(',')}`;
      // A list brings what is chosen into view by itself.
      if (element.scrollTop > 0 && element !== document.documentElement && element.tagName !== 'SELECT')
        line += ` scroll=${String(round(element.scrollTop))}`;
      lines.push(`${line}>`);
      // A closed tree is one that the page alone can show: fixtures keep theirs in a map of this name. Replicas have open ones only.
      const closed = Reflect.get(window, 'closedRoots') as Map<Element, ShadowRoot> | undefined;
      const shadow = element.shadowRoot ?? closed?.get(element);
      if (shadow) {
        lines.push(`${indent} #shadow`);
        shadow.childNodes.forEach((child) => {
          visit(child, depth + 2);
        });
      }
      // A textarea's text is its default value; the live one stands in its line already.
      if (element.tagName !== 'TEXTAREA')
        element.childNodes.forEach((child) => {
          visit(child, depth + 1);
        });
    }

    visit(document.documentElement, 0);
    return { lines, scroll: [round(scrollX), round(scrollY)] as const };
  });
}

/** Lines that only one side has, with a few around; empty when both are equal. */
export function pictureDifference(host: DomPicture, replica: DomPicture): string[] {
  const length = Math.max(host.lines.length, replica.lines.length);
  for (let at = 0; at < length; at++) {
    if (host.lines[at] === replica.lines[at]) continue;
    const around = (lines: readonly string[]): string => lines.slice(Math.max(0, at - 2), at + 3).join('\n');
    return [`line ${String(at)}`, `host:\n${around(host.lines)}`, `replica:\n${around(replica.lines)}`];
  }
  return [];
}

/** 10 s: an op takes milliseconds, a keyframe on a loaded machine a second. */
const EQUAL_TIMEOUT_MS = 10_000;

/** Waits until the replica shows what the host shows; throws with the first difference when it never does. */
export async function untilEqual(
  host: () => Readable,
  replica: () => Readable | Promise<Readable>,
  timeoutMs = EQUAL_TIMEOUT_MS,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last = ['nothing was compared'];
  while (Date.now() < deadline) {
    try {
      const [left, right] = await Promise.all([pictureOf(host()), Promise.resolve(replica()).then(pictureOf)]);
      last = pictureDifference(left, right);
      if (last.length === 0) return;
    } catch (error) {
      // A frame that navigates while it is read: read it again.
      last = [String(error)];
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the replica never became equal to the host's page\n${last.join('\n')}`);
}
