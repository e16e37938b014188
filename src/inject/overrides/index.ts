/**
 * Everything of the browser that knows an address, one API a file. The order matters where two touch the same function:
 * later ones stand outside earlier ones.
 */
import type { Page } from '../page.ts';
import * as addresses from './addresses.ts';
import { createAttributeValues } from './attribute-values.ts';
import * as attributes from './attributes.ts';
import * as beacon from './beacon.ts';
import * as code from './code.ts';
import * as cookie from './cookie.ts';
import * as credentials from './credentials.ts';
import * as document from './document.ts';
import * as elementText from './element-text.ts';
import * as eventSource from './eventsource.ts';
import * as fetches from './fetch.ts';
import * as frames from './frames.ts';
import * as functionText from './function-text.ts';
import * as headers from './headers.ts';
import * as history from './history.ts';
import * as keyframes from './keyframes.ts';
import * as markupSinks from './markup-sinks.ts';
import * as media from './media.ts';
import * as navigation from './navigation.ts';
import * as open from './open.ts';
import * as performance from './performance.ts';
import * as protectedMedia from './protected-media.ts';
import * as protocolHandlers from './protocol-handlers.ts';
import * as reflection from './reflection.ts';
import * as selectors from './selectors.ts';
import * as serviceWorker from './service-worker.ts';
import * as stacks from './stacks.ts';
import * as style from './style.ts';
import * as styleProperties from './style-properties.ts';
import { createTrustedTexts } from './trusted-types.ts';
import * as urlProperties from './url-properties.ts';
import * as webSocket from './websocket.ts';
import * as worker from './worker.ts';
import * as xhr from './xhr.ts';

export function installOverrides(page: Page): void {
  // First of all: the page's policy list may be closed after it.
  const trusted = createTrustedTexts(page);
  const values = createAttributeValues(page, trusted);
  const readsAddress = page.boot.location === 'origin';
  const { origin } = page.natives.location;
  let attrTexts: attributes.AttrTexts | undefined;
  const steps: readonly (() => void)[] = [
    () => {
      functionText.install(page);
    },
    () => {
      navigation.install(page);
    },
    () => {
      history.install(page);
    },
    () => {
      cookie.install(page);
    },
    () => {
      fetches.install(page, (url) => (page.boot.host.shape === 'flat' && !url.startsWith(origin) ? page.cookies.settled() : undefined));
    },
    () => {
      headers.install(page);
    },
    () => {
      xhr.install(page);
    },
    () => {
      webSocket.install(page);
    },
    () => {
      eventSource.install(page);
    },
    () => {
      beacon.install(page);
    },
    () => {
      media.install(page);
    },
    () => {
      worker.install(page, origin === 'null' ? page.urls.own : origin);
    },
    () => {
      serviceWorker.install(page);
    },
    () => {
      open.install(page);
    },
    () => {
      attrTexts = attributes.install(page, values);
    },
    () => {
      urlProperties.install(page, values);
    },
    () => {
      elementText.install(page, trusted, attrTexts);
    },
    () => {
      markupSinks.install(page, trusted);
    },
    () => {
      style.install(page);
    },
    () => {
      styleProperties.install(page);
    },
    () => {
      keyframes.install(page);
    },
    () => {
      selectors.install(page);
    },
    () => {
      frames.install(page);
    },
    () => {
      reflection.install(page);
    },
    () => {
      code.install(page);
    },
    () => {
      if (readsAddress) document.install(page);
    },
    () => {
      addresses.install(page);
    },
    () => {
      performance.install(page);
    },
    () => {
      stacks.install(page);
    },
    () => {
      credentials.install(page);
    },
    () => {
      protectedMedia.install(page);
    },
    () => {
      protocolHandlers.install(page);
    },
    () => {
      page.activation.listen();
    },
  ];
  for (const step of steps) {
    try {
      step();
    } catch (error) {
      page.fault(error); // one API that a browser has otherwise than we know must not take the others along
    }
  }
}
