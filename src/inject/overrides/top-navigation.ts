/**
 * A frame of another site that nobody has touched may not send the whole page away: browsers refuse it, unless it stays on
 * the page's own site. All labels of a session are one site to the browser, so between two targets it is refused here, as
 * the browser would have: a write to a location throws, `open` gives null, links and forms go nowhere.
 *
 * Chromium's rule ("framebusting intervention", LocalFrame::CanNavigate): sticky activation of the frame, or an address of
 * the page's own origin or registrable domain; Firefox has taken it over. Sandboxed frames have rules of their own, which
 * need no help.
 */
import type { Page, TopNavigation } from '../page.ts';

export function createTopNavigation(page: Page): TopNavigation {
  const { window, natives } = page;
  return {
    refuses(target, url) {
      if (target === null || target !== window.top || target === window) return false;
      if (isOwn(target) || window.navigator.userActivation.hasBeenActive || isSandboxed(page)) return false;
      const origins = natives.location.ancestorOrigins;
      const top = page.urls.targetOrigin(origins[origins.length - 1] ?? '');
      const base = page.targetUrl();
      if (top === undefined || !natives.URL.canParse(url, base)) return false;
      const to = new natives.URL(page.toTarget(new natives.URL(url, base).href));
      // Of `javascript:` and the like the browser thinks for itself.
      if (!/^https?:$/.test(to.protocol)) return false;
      const from = new natives.URL(top);
      return from.protocol !== to.protocol || siteOf(from.hostname) !== siteOf(to.hostname);
    },
    named(name) {
      const word = name?.toLowerCase();
      if (word === '_top') return window.top;
      return word === '_parent' ? window.parent : null;
    },
    error(action, url) {
      if (!('chrome' in window)) return new window.DOMException('The operation is insecure.', 'SecurityError');
      const what = action === 'set' ? "Failed to set a named property 'href' on 'Location'" : "Failed to execute 'replace' on 'Location'";
      const base = page.targetUrl();
      const address = natives.URL.canParse(url, base) ? page.toTarget(new natives.URL(url, base).href) : url;
      return new window.DOMException(
        `${what}: The current window does not have permission to navigate the target frame to '${address}'.`,
        'SecurityError',
      );
    },
  };
}

/** Of another origin it has no prototype to show. */
function isOwn(target: Window): boolean {
  return Reflect.getPrototypeOf(target) !== null;
}

/** Every sandbox forbids to write `document.domain`; elsewhere its own value changes nothing, for origins are keyed here. */
function isSandboxed({ window, natives }: Page): boolean {
  if (natives.location.origin === 'null' || window.origin === 'null') return true;
  try {
    natives.setDomain(window.document, natives.domain(window.document));
    return false;
  } catch {
    return true; // SecurityError is the answer
  }
}

/** Suffixes of two names under a country: `co.uk`, `com.br`. The list of all public suffixes is too large for a page. */
const SECOND_LEVEL = /(?:^|\.)(?:ac|co|com|edu|gob|gov|gouv|gv|mil|ne|net|nom|or|org)\.[a-z]{2}$/;

/** The registrable domain, as far as it can be told by its form. */
function siteOf(host: string): string {
  if (/^[\d.]+$|:/.test(host)) return host;
  const names = host.split('.');
  return names.slice(SECOND_LEVEL.test(names.slice(-2).join('.')) ? -3 : -2).join('.');
}
