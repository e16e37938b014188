// What every realm is asked: a name, and an expression that must read the same behind the gateway as on the real site.
// One file for windows, frames, popups, workers: `all` rows run everywhere, `dom` rows need a document, `deep` rows are asked
// in one window only.
(() => {
  const make = (tag, attributes = {}) => {
    const element = document.createElement(tag);
    for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
    return element;
  };
  const svg = (tag) => document.createElementNS('http://www.w3.org/2000/svg', tag);
  const math = (tag) => document.createElementNS('http://www.w3.org/1998/Math/MathML', tag);
  const thrown = (work) => {
    try {
      return work();
    } catch (error) {
      return `${error && error.name}: ${error && error.message}`;
    }
  };
  const once = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
  // Where our own guards stand in a line moves its columns; lines and files are what must be the same.
  const stack = (error) => String(error.stack).replace(/(:\d+):\d+/g, '$1');
  const ORIGIN = '{{pages}}';
  const OTHER = '{{other}}';
  const CDN = '{{cdn}}';
  const WS = ORIGIN.replace('http', 'ws');
  const frame = (attach) => {
    const element = document.createElement('iframe');
    attach(element);
    const made = element.contentWindow;
    const seen = [
      made.location.href,
      made.document.URL,
      made.document.baseURI,
      made.origin,
      made.fetch.toString(),
      new made.Request('/r').url,
      made.Object.assign(made.document.createElement('a'), { href: '/p' }).href,
      made.parent.location.href === location.href,
      made.document.cookie === document.cookie,
      made.document.referrer,
      made.document.domain,
    ];
    element.remove();
    return seen;
  };

  const all = {
    'location parts': () =>
      ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'].map((part) => location[part]),
    'location as text': () => [String(location), location.toString(), JSON.stringify(location), `${location}`, location + ''],
    'location shape': () => [Object.prototype.toString.call(location), location.constructor.name, location === self.location],
    'self.origin': () => self.origin,
    isSecureContext: () => self.isSecureContext,
    'URL of location': () => new URL('x?y', location).href,
    'Request relative': () => new Request('/r?x#y').url,
    'Request absolute': () => new Request(`${OTHER}/r`).url,
    'Request of Request': () => new Request(new Request(`${OTHER}/r`, { method: 'POST', body: 'x' })).url,
    'Request referrer': () => [new Request('/r').referrer, new Request('/r', { referrer: `${ORIGIN}/from` }).referrer],
    'Request referrer elsewhere': () => new Request('/r', { referrer: `${OTHER}/from` }).referrer,
    'Request bad': () => [thrown(() => new Request('http://:x')), thrown(() => new Request()), thrown(() => Request('/x'))],
    'Request with user': () => thrown(() => new Request('https://user:pass@www.pages.example/x').url),
    'Response.redirect': () => {
      const answer = Response.redirect(`${OTHER}/r`, 301);
      return [answer.headers.get('location'), [...answer.headers].join(), answer.status, answer.url];
    },
    'Response.redirect relative': () => Response.redirect('/r').headers.get('location'),
    'Response.redirect bad': () => [thrown(() => Response.redirect('http://:x')), thrown(() => Response.redirect('/x', 200))],
    'fetch relative': async () => (({ url, redirected, type, status }) => [url, redirected, type, status])(await fetch('/dot.png')),
    'fetch absolute': async () => (({ url, type }) => [url, type])(await fetch(`${ORIGIN}/dot.png`)),
    'fetch other': async () => (({ url, type }) => [url, type])(await fetch(`${OTHER}/cors`)),
    'fetch redirected': async () => {
      const answer = await fetch(`/redirect?to=${encodeURIComponent(`${OTHER}/cors?x`)}`);
      return [answer.url, answer.redirected, answer.type];
    },
    'fetch refused by CORS': () => fetch(`${OTHER}/echo`).catch((error) => `${error.name}: ${error.message}`),
    'fetch bad': () => fetch('http://:x').catch((error) => `${error.name}: ${error.message}`),
    'fetch of nothing': () => fetch().catch((error) => `${error.name}: ${error.message}`),
    'fetch headers': async () => {
      const answer = await fetch('/disguise/headers');
      return [...answer.headers]
        .filter(
          ([name]) =>
            !/^(?:date|keep-alive|connection|content-length|content-encoding|transfer-encoding|vary|content-security-policy|origin-agent-cluster|x-frame-options)$/.test(
              name,
            ),
        )
        .sort();
    },
    'what the server sees': async () => {
      const { host, referer, origin, site, forwarded } = await (await fetch('/echo?seen', { method: 'POST', body: 'x' })).json();
      return { host, referer, origin, site, forwarded };
    },
    'what another server sees': async () => {
      const { host, referer, origin, site, forwarded } = await (await fetch(`${OTHER}/cors?seen`)).json();
      return { host, referer, origin, site, forwarded };
    },
    'Headers of Link': () => new Headers({ link: `<${OTHER}/x>; rel=preload` }).get('link'),
    XMLHttpRequest: () =>
      self.XMLHttpRequest &&
      new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open('GET', `${ORIGIN}/disguise/headers`);
        request.onloadend = () => {
          resolve([request.responseURL, request.getResponseHeader('link'), request.getResponseHeader('content-location'), request.status]);
        };
        request.send();
      }),
    'XMLHttpRequest redirected': () =>
      self.XMLHttpRequest &&
      new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open('GET', `/redirect?to=${encodeURIComponent(`${OTHER}/cors?x`)}`);
        request.onloadend = () => {
          resolve([request.responseURL, request.status]);
        };
        request.send();
      }),
    'XMLHttpRequest bad': () =>
      self.XMLHttpRequest && [thrown(() => new XMLHttpRequest().open('GET', 'http://:x')), thrown(() => new XMLHttpRequest().open('GET'))],
    WebSocket: async () => {
      const socket = new WebSocket(`${WS}/socket`);
      const { url } = socket;
      const { data, origin } = await once(socket, 'message');
      socket.close();
      return [url, data, origin];
    },
    'WebSocket relative': () => {
      const socket = new WebSocket('/socket');
      socket.close();
      return socket.url;
    },
    'WebSocket of https': () => {
      const socket = new WebSocket(`${ORIGIN}/socket`);
      socket.close();
      return socket.url;
    },
    'WebSocket bad': () => [
      thrown(() => new WebSocket('ftp://x/')),
      thrown(() => new WebSocket(`${WS}/#x`)),
      thrown(() => new WebSocket(`${WS}/x`, ['a', 'a'])),
      thrown(() => new WebSocket()),
    ],
    EventSource: async () => {
      if (!self.EventSource) return undefined;
      const source = new EventSource(`${ORIGIN}/sse`);
      const { url } = source;
      const { origin } = await once(source, 'message');
      source.close();
      return [url, origin];
    },
    'Error.stack': () => stack(new Error('x')),
    'Error.stack of natives': () => {
      try {
        [1].map(() => decodeURIComponent('%'));
      } catch (error) {
        return stack(error);
      }
    },
    'Error.stack through an override': () => {
      let seen;
      new Request({ toString: () => ((seen = stack(new Error('y'))), '/r') });
      return seen;
    },
    'Error.stack of an override that refuses': () => {
      try {
        new Request('http://:x');
      } catch (error) {
        // The first line is the message, which the browser changes after it took the stack.
        return stack(error).replace(/^.*\n/, '');
      }
    },
    'Error.names': () => [Error.stackTraceLimit, Object.getOwnPropertyNames(Error).sort()],
    'Error.prepareStackTrace': () => {
      const before = Error.prepareStackTrace;
      Error.prepareStackTrace = (_, list) => list;
      const { stack: list } = new Error('x');
      Error.prepareStackTrace = before;
      return Array.isArray(list)
        ? list.map((site) => [
            site.getFileName(),
            site.getScriptNameOrSourceURL(),
            site.getFunctionName(),
            String(site).replace(/(:\d+):\d+/g, '$1'),
          ])
        : 'no sites';
    },
    'blob address': () => {
      const address = URL.createObjectURL(new Blob(['x']));
      const seen = [address, new URL(address).origin, new Request(address).url];
      URL.revokeObjectURL(address);
      return seen;
    },
    'fetch of a blob address': async () => {
      const address = URL.createObjectURL(new Blob(['text']));
      const answer = await fetch(address);
      return [answer.url, await answer.text()];
    },
    'performance entries': async () => {
      await fetch('/dot.png?performance');
      return [
        performance
          .getEntriesByName(`${ORIGIN}/dot.png?performance`)
          .map((entry) => [entry.name, entry.toJSON().name, entry.initiatorType, entry.entryType]),
        performance
          .getEntriesByType('resource')
          .map((entry) => entry.name)
          .filter((name) => /samepage/.test(name)),
        performance.getEntries().some((entry) => entry.name === `${ORIGIN}/dot.png?performance`),
        performance.getEntriesByName(`${ORIGIN.toUpperCase()}/dot.png?performance`).length,
        JSON.stringify(performance.getEntriesByType('navigation').map((entry) => entry.name)),
      ];
    },
    PerformanceObserver: async () => {
      if (!self.PerformanceObserver) return undefined;
      const found = new Promise((resolve) => {
        new PerformanceObserver((list, observer) => {
          for (const entry of list.getEntries()) {
            if (!entry.name.endsWith('?observed')) continue;
            observer.disconnect();
            resolve([entry.name, list.getEntriesByName(entry.name).length, list.getEntriesByName('x').length]);
          }
        }).observe({ entryTypes: ['resource'] });
      });
      await fetch(`${ORIGIN}/dot.png?observed`);
      return found;
    },
    'MessageEvent.origin': () => new MessageEvent('message', { origin: OTHER, data: 1 }).origin,
    'MessageEvent of ports': async () => {
      const { port1, port2 } = new MessageChannel();
      port1.postMessage('x');
      port2.start();
      const { origin, source } = await once(port2, 'message');
      return [origin, source];
    },
    'MessageEvent of BroadcastChannel': async () => {
      const name = `probe ${String(Math.random())}`;
      const [one, two] = [new BroadcastChannel(name), new BroadcastChannel(name)];
      const heard = once(two, 'message');
      one.postMessage('x');
      const { origin } = await heard;
      one.close();
      two.close();
      return origin;
    },
    caches: async () => {
      if (!self.caches) return undefined;
      const name = `probe ${String(Math.random())}`;
      const cache = await caches.open(name);
      await cache.put(`${ORIGIN}/cached`, new Response('one'));
      await cache.put('/cached-too', new Response('two'));
      await cache.add(`${OTHER}/cors?cached`);
      const keys = (await cache.keys()).map((request) => request.url).sort();
      const found = await Promise.all(
        [cache.match('/cached'), caches.match(`${ORIGIN}/cached-too`), cache.match(new Request(`${ORIGIN}/cached`))].map(async (hit) =>
          (await hit)?.text(),
        ),
      );
      const all = (await cache.matchAll()).map((answer) => answer.url).sort();
      await caches.delete(name);
      return [keys, found, all];
    },
    'text of replaced functions': () =>
      [
        fetch,
        Request,
        WebSocket,
        Function.prototype.toString,
        self.Worker,
        self.importScripts,
        Reflect.ownKeys,
        Object.getOwnPropertyNames,
        self.EventSource,
      ]
        .filter(Boolean)
        .map((made) => [
          String(made),
          Function.prototype.toString.call(made),
          made.name,
          made.length,
          Object.getOwnPropertyNames(made).sort().join(),
        ]),
    'text of a getter': () => String(Object.getOwnPropertyDescriptor(Response.prototype, 'url').get),
    'text of a function that reads location': () => String(() => [location.href, self.postMessage]),
    'text of a bound function': () => String(fetch.bind(self)),
    'replaced functions cannot be constructed': () => [
      thrown(() => new fetch('/x')).slice(0, 10),
      thrown(() => Reflect.construct(Object, [], fetch)).slice(0, 10),
      'prototype' in fetch,
      'caller' in fetch,
    ],
    'Function from text': () => [Function('return location.href')(), Function('a', 'return a')(1), Function('return 1').toString()],
    eval: () => [eval('location.href'), eval('1'), [1].map(eval).length],
    'Function in disguise': () => [
      (() => {}).constructor === Function,
      Function.prototype.constructor === Function,
      Function instanceof Function,
    ],
    'import()': async () => (await import(`${OTHER}/disguise/part.mjs`)).seen,
    'import() relative': async () => (await import('/disguise/part.mjs')).seen,
    'import() refused': () => import(`${OTHER}/dot.png`).catch((error) => error.name),
    'global names': () =>
      Object.getOwnPropertyNames(self)
        .concat(Reflect.ownKeys(self).map(String))
        .filter((name) => /samepage/i.test(name)),
    'global names of all kinds': () => {
      const names = new Set([...Object.keys(self), ...Object.keys(Object.getOwnPropertyDescriptors(self))]);
      for (const name in self) names.add(name);
      return [...names].filter((name) => /samepage/i.test(name));
    },
    'a guard is not found': () =>
      ['w', 'l', 'm', 'd', 'e', 'i', 'u', 'from'].map((name) => Object.getOwnPropertyDescriptor(self, `__samepage$${name}`)),
    'navigator.serviceWorker': async () => {
      const container = self.navigator.serviceWorker;
      if (!container) return undefined;
      const found = await container.getRegistration('/disguise/scope/');
      return found && [found.scope, found.active && found.active.scriptURL];
    },
    cookieStore: async () => {
      if (!self.cookieStore) return undefined;
      await cookieStore.set({ name: 'by-store', value: 'v', path: '/disguise/cookie-store' });
      await cookieStore.delete({ name: 'by-store', path: '/disguise/cookie-store' });
      return (await cookieStore.getAll()).map(({ name }) => name).filter((name) => /samepage/.test(name));
    },
  };

  const properties = {
    a: ['href', 'ping'],
    area: ['href', 'ping'],
    link: ['href', 'imageSrcset'],
    img: ['src', 'srcset', 'lowsrc', 'longDesc', 'currentSrc'],
    script: ['src'],
    iframe: ['src', 'longDesc'],
    frame: ['src', 'longDesc'],
    embed: ['src'],
    source: ['src', 'srcset'],
    track: ['src'],
    audio: ['src'],
    video: ['src', 'poster'],
    input: ['src', 'formAction'],
    button: ['formAction'],
    form: ['action'],
    object: ['data', 'codeBase', 'archive'],
    q: ['cite'],
    blockquote: ['cite'],
    ins: ['cite'],
    del: ['cite'],
    body: ['background'],
    param: ['value'],
    meta: ['content'],
    html: ['version'],
  };
  const dom = {
    'document addresses': () => [
      document.URL,
      document.documentURI,
      document.baseURI,
      document.domain,
      document.referrer,
      document.body.baseURI,
      document.createTextNode('').baseURI,
    ],
    'document.location': () => [document.location === location, document.location.href, document.defaultView.location.href],
    'scripts of long frames': async () => {
      if (!PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')) return 'none';
      const seen = new Promise((resolve) => {
        new PerformanceObserver((list) => {
          if (list.getEntries().some((entry) => entry.startTime >= begun - 1_000)) resolve(list.getEntries());
        }).observe({ type: 'long-animation-frame', buffered: true });
      });
      const begun = performance.now();
      requestAnimationFrame(() => {
        while (performance.now() - begun < 400);
      });
      const entries = await Promise.race([seen, new Promise((resolve) => setTimeout(resolve, 5_000, []))]);
      return JSON.stringify(entries).includes('/.samepage/');
    },
    'document.domain written': () => [thrown(() => (document.domain = 'else.example')).slice(0, 13), thrown(() => (document.domain = ''))],
    'location is itself': () => [
      location instanceof Location,
      Object.getPrototypeOf(location) === Location.prototype,
      location.valueOf() === location,
      Object.isExtensible(location),
      thrown(() => Object.freeze(location)),
      thrown(() => delete location.href),
    ],
    'location in Reflect': () => [
      Reflect.get(window, 'location').href,
      Object.getOwnPropertyDescriptor(window, 'location').get.call(window).href,
      window['location'].host,
      Object.entries(location)
        .filter(([, value]) => typeof value === 'string')
        .join(),
    ],
    ancestorOrigins: () =>
      location.ancestorOrigins && [
        [...location.ancestorOrigins],
        location.ancestorOrigins.length,
        location.ancestorOrigins.item(0),
        location.ancestorOrigins.contains(ORIGIN),
        Object.prototype.toString.call(location.ancestorOrigins),
      ],
    'window names': () => [
      window.name,
      self === window,
      window.window === window,
      window.self === window,
      frames === window,
      top === window,
      parent === window,
    ],
    'opener and parent': () => [
      window.opener && thrown(() => window.opener.location.href),
      thrown(() => parent.location.href),
      thrown(() => top.location.href),
      thrown(() => top.document.URL),
      window.frameElement && window.frameElement.outerHTML,
    ],
    'referrer at the server': async () => (await (await fetch('/echo')).json()).referer,
    'link parts': () =>
      ['a', 'area'].map((tag) =>
        ['/p?q#h', `${OTHER}/x`, 'ftp://f.example/y', 'mailto:a@b', 'http://www.pages.example:81/', '', undefined].map((href) => {
          const element = href === undefined ? make(tag) : make(tag, { href });
          return ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']
            .map((part) => element[part])
            .concat(String(element));
        }),
      ),
    handlers: () => {
      const element = make('b', { onclick: 'return location.host' });
      return [element.getAttribute('onclick'), String(element.onclick), element.onclick(), element.outerHTML];
    },
    'script text': () => {
      const element = make('script', { type: 'text/plain' });
      element.text = 'location.href; "https://x"';
      const other = document.createElement('script');
      other.textContent = 'window.probed = location.href';
      document.head.append(other);
      const seen = [
        element.text,
        element.textContent,
        element.innerHTML,
        element.outerHTML,
        other.text,
        other.firstChild.data,
        other.innerText,
        other.outerHTML,
        window.probed,
      ];
      other.remove();
      return seen;
    },
    'style declarations': () => {
      const element = make('div');
      document.body.append(element);
      element.style.backgroundImage = `url(${CDN}/one.png)`;
      const seen = [
        element.style.backgroundImage,
        element.style.background,
        element.style.cssText,
        element.getAttribute('style'),
        element.outerHTML,
        getComputedStyle(element).backgroundImage,
        getComputedStyle(element)['background-image'],
        getComputedStyle(element).getPropertyValue('background-image'),
      ];
      element.style.background = `url(${CDN}/two.png)`;
      seen.push(element.style.backgroundImage, element.style['background-image']);
      element.style.cssText = `cursor: url(${CDN}/c.cur), auto; list-style: url("${CDN}/l.png")`;
      seen.push(element.style.cursor, element.style.listStyleImage, element.style.cssText);
      element.style.setProperty('border-image', `url(${CDN}/b.png) 1`);
      seen.push(element.style.getPropertyValue('border-image-source'), element.style.borderImageSource);
      element.style = 'background: url(/rel.png)';
      seen.push(element.style.backgroundImage, getComputedStyle(element).backgroundImage, getComputedStyle(element).color);
      element.style['maskImage'] = `url(${CDN}/m.svg#x)`;
      seen.push(element.style.maskImage, element.style.webkitMaskImage);
      element.remove();
      return seen;
    },
    innerHTML: () => {
      const element = make('div');
      element.innerHTML = `<a href="${OTHER}/x" onclick="location.href='/y'" style="background:url(${CDN}/b.png)">${OTHER}</a><img alt src=${CDN}/i.png srcset="${CDN}/i.png 2x, /j.png 3x"><svg><use href="${CDN}/s.svg#x"/></svg><!-- ${OTHER} --><template><img src="${CDN}/t.png"></template>`;
      return [
        element.innerHTML,
        element.firstChild.href,
        element.firstChild.getAttribute('onclick'),
        element.querySelector('img').srcset,
        element.querySelector('template').content.firstChild.src,
        element.getHTML && element.getHTML(),
        element.textContent,
      ];
    },
    'frames found in markup': () => {
      const root = document.body.appendChild(make('div'));
      const before = frames.length;
      root.innerHTML = '<iframe name="probed"></iframe>';
      const made = frames[before];
      const seen = [
        made === root.firstChild.contentWindow,
        made.fetch.toString(),
        new made.Request('/x').url,
        window.probed === undefined || typeof window.probed,
        frames.probed === made,
        made.document.URL,
      ];
      root.remove();
      return seen;
    },
    'functions of a frame': () => {
      const element = make('iframe');
      document.body.append(element);
      const made = element.contentWindow;
      const link = document.createElement('a');
      link.href = '/by-frame';
      const get = (owner, name) => made.Object.getOwnPropertyDescriptor(owner, name).get;
      const seen = [
        get(made.HTMLAnchorElement.prototype, 'href').call(link),
        get(made.Document.prototype, 'URL').call(document),
        get(made.Node.prototype, 'baseURI').call(document.body),
        made.Element.prototype.getAttribute.call(make('a', { href: `${OTHER}/x` }), 'href'),
        get(made.Document.prototype, 'cookie').call(document) === document.cookie,
        String(made.Function.prototype.toString.call(fetch)),
        Function.prototype.toString.call(made.fetch),
        made.Reflect.get(window, 'location').href,
        made.Object.getOwnPropertyDescriptor(window, 'location').get.call(window).href,
        made.Object.getOwnPropertyNames(window).filter((name) => /samepage/.test(name)),
        made.Function('return this.location.href')(),
      ];
      element.remove();
      return seen;
    },
    'postMessage to itself': async () => {
      const heard = once(window, 'message');
      window.postMessage({ probe: 1 }, self.origin === 'null' ? '*' : self.origin);
      const { origin, source, data } = await heard;
      return [origin, source === window, data];
    },
    'error event': async () => {
      const heard = once(window, 'error');
      const element = document.createElement('script');
      element.textContent = 'null.x';
      document.head.append(element);
      const { filename, message, lineno, error } = await heard;
      element.remove();
      return [filename, message, lineno, stack(error)];
    },
    DOMException: () => [
      thrown(() => document.querySelector(`a[href=${ORIGIN}]`)),
      thrown(() => history.replaceState(null, '', 'https://else.example/')),
      thrown(() => document.createElement('<')),
      thrown(() => window.open('http://:x')),
    ],
    'scripts of the document': () =>
      [...document.scripts].map((script) => [script.src, script.getAttribute('src'), script.type, script.integrity, script.nonce]),
    'document as text': () => [
      document.documentElement.outerHTML,
      new XMLSerializer().serializeToString(document),
      document.head.innerHTML.length,
    ],
    'names of cookies': () =>
      document.cookie
        .split('; ')
        .map((pair) => pair.split('=')[0])
        .filter((name) => /samepage|__Host-gw|jar/.test(name)),
    'cookieStore of a window': async () => {
      if (!self.cookieStore) return undefined;
      const seen = [];
      const show = ({ name, value }) => [name, value];
      const changed = once(cookieStore, 'change');
      await cookieStore.set('stored', 'one');
      const event = await changed;
      seen.push(event.type, event.changed.map(show), event.deleted.map(show), event.constructor.name);
      seen.push(
        await cookieStore.get('stored'),
        await cookieStore.get({ name: 'stored' }),
        (await cookieStore.getAll('stored')).length,
        document.cookie.includes('stored=one'),
      );
      await cookieStore.set({ name: 'timed', value: 'two', expires: Date.now() + 1e7, sameSite: 'lax', path: '/' });
      const timed = await cookieStore.get('timed');
      seen.push(timed && { ...timed, expires: typeof timed.expires });
      document.cookie = 'written=three; path=/';
      seen.push(await cookieStore.get('written'), await cookieStore.get('absent'), await cookieStore.getAll('absent'));
      const gone = new Promise((resolve) =>
        cookieStore.addEventListener('change', function listen(each) {
          if (each.deleted.some(({ name }) => name === 'stored')) {
            cookieStore.removeEventListener('change', listen);
            resolve(each.deleted.filter(({ name }) => name === 'stored'));
          }
        }),
      );
      await cookieStore.delete('stored');
      seen.push(await gone, await cookieStore.get('stored'));
      await cookieStore.delete({ name: 'timed' });
      await cookieStore.delete('written');
      for (const work of [
        () => cookieStore.get(),
        () => cookieStore.set(),
        () => cookieStore.set('a=b', 'c'),
        () => cookieStore.set('x', ';'),
        () => cookieStore.set({ name: 'x' }),
        () => cookieStore.set({ name: 'x', value: 'y', domain: 'else.example' }),
        () => cookieStore.set({ name: 'x', value: 'y', path: 'p' }),
        () => cookieStore.get({}),
        () => cookieStore.get({ url: 'https://else.example/' }),
        () => cookieStore.delete(),
        () => cookieStore.set({ name: '__Host-x', value: 'y', domain: 'pages.example' }),
      ])
        seen.push(
          await Promise.resolve()
            .then(work)
            .then(String, (error) => `${error.name}: ${error.message}`),
        );
      return seen;
    },
  };

  // Asked once, in the window: what does not depend on the kind of realm.
  const deep = {
    'integrity in markup': () => ['link', 'script'].map((tag) => make(tag, { integrity: 'sha256-x' }).outerHTML),
    integrity: () =>
      ['link', 'script'].map((tag) => [
        make(tag, { integrity: 'sha256-x' }).integrity,
        make(tag, { integrity: 'sha256-x' }).getAttribute('integrity'),
      ]),
    'addresses without a scheme in markup': () =>
      ['a', 'img', 'script'].map((tag) => make(tag, { [tag === 'a' ? 'href' : 'src']: '//cdn.static.example/p' }).outerHTML),
    'a link with a user': () =>
      ((link) => [link.href, link.username, link.password, link.host])(make('a', { href: 'http://u:p@www.pages.example:81/' })),
    'a link to a name that is none': () => ((link) => ((link.hostname = 'a b'), link.href))(make('a', { href: '/p' })),
    'style names, own': () => [
      make('a').style.hasOwnProperty('backgroundImage'),
      typeof Object.getOwnPropertyDescriptor(make('a').style, 'backgroundImage'),
    ],
    'selectors of a part of an address': () =>
      ((root) => (
        (root.innerHTML = `<img alt="" src="${CDN}/i.png">`),
        [root.querySelectorAll('img[src*="cdn.static"]').length, root.querySelectorAll('[src*=localhost]').length]
      ))(make('div')),
    'document.domain refused': () => thrown(() => (document.domain = 'else.example')),
    'import() refused, its message': () => import(`${OTHER}/dot.png`).catch((error) => error.message),
    'indirect eval': () => (0, eval)('self.location.host'),
    'eval of a frame': () => {
      const element = document.body.appendChild(make('iframe'));
      const seen = element.contentWindow.eval('parent.location.href');
      element.remove();
      return seen;
    },
    'styles of a custom element': () => {
      const seen = [];
      const name = `x-styled${String(Math.random()).slice(2)}`;
      customElements.define(
        name,
        class extends HTMLElement {
          static observedAttributes = ['style'];
          attributeChangedCallback(...args) {
            seen.push(args);
          }
        },
      );
      document.createElement(name).setAttribute('style', `background: url(${CDN}/x.png)`);
      return seen;
    },
    'cookies in a partition': () => {
      document.cookie = 'parted=1; secure; samesite=none; partitioned';
      document.cookie = 'parted=; max-age=0';
      const seen = document.cookie.includes('parted=1');
      document.cookie = 'parted=; secure; samesite=none; partitioned; max-age=0';
      return [seen, document.cookie.includes('parted=1')];
    },
    'cookieStore events are trusted': async () => {
      if (!self.cookieStore) return undefined;
      const heard = once(cookieStore, 'change');
      document.cookie = 'trusted=1';
      const { isTrusted } = await heard;
      document.cookie = 'trusted=; max-age=0';
      return isTrusted;
    },
    'headers of ours': async () => {
      const { headers } = await fetch('/disguise/headers');
      return [headers.get('content-security-policy'), headers.get('origin-agent-cluster'), headers.get('x-frame-options')];
    },
    'document.lastModified': () => /^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/.test(document.lastModified),
    'location keys': () => [
      Object.keys(location).sort(),
      Object.getOwnPropertyNames(location).sort(),
      Reflect.ownKeys(location).map(String).sort(),
    ],
    'location members': () =>
      Object.getOwnPropertyNames(location)
        .sort()
        .map((name) => {
          const { value, get, set, ...flags } = Object.getOwnPropertyDescriptor(location, name);
          return [
            name,
            typeof value,
            get && [get.name, get.length, String(get)],
            set && [set.name, set.length, String(set)],
            value && [value.name, value.length, String(value)],
            JSON.stringify(flags),
          ];
        }),
    'location of another receiver': () => [
      thrown(() => Object.getOwnPropertyDescriptor(location, 'href').get.call({})),
      thrown(() => location.assign.call({}, '/x')),
      thrown(() => location.assign()),
      thrown(() => location.replace('http://:x')),
    ],
    'location written wrong': () => [thrown(() => (location.protocol = ':')), thrown(() => (location.href = 'http://:x'))],
    'elements, relative': () =>
      Object.entries(properties).map(([tag, names]) =>
        names.map((name) => {
          const element = make(tag);
          element[name] = '/p?q#h';
          return [tag, name, element[name], element.getAttribute(name.toLowerCase()), element.outerHTML];
        }),
      ),
    'elements, absolute': () =>
      Object.entries(properties).map(([tag, names]) =>
        names.map((name) => {
          const element = make(tag);
          element[name] = `${CDN}/p?q#h`;
          return [
            tag,
            name,
            element[name],
            element.getAttribute(name.toLowerCase()),
            element.outerHTML,
            [...element.attributes].map((attribute) => [attribute.name, attribute.value, attribute.nodeValue, attribute.textContent]),
          ];
        }),
      ),
    'elements, without a scheme': () =>
      Object.entries(properties).map(([tag, names]) =>
        names.map((name) => {
          const element = make(tag);
          element.setAttribute(name, '//cdn.static.example/p');
          return [tag, name, element[name], element.getAttribute(name), element.getAttributeNode(name).value, element.attributes[0].value];
        }),
      ),
    'elements, empty and wrong': () =>
      Object.entries(properties).map(([tag, names]) =>
        names.map((name) =>
          [
            '',
            ' ',
            'http://:x',
            '#f',
            '?q',
            'mailto:a@b',
            'javascript:void 0',
            'about:blank',
            'data:,x',
            '\\\\cdn.static.example\\x',
            'HTTPS://CDN.static.example',
          ].map((value) => {
            const element = make(tag);
            element.setAttribute(name, value);
            return [tag, name, value, element[name], element.getAttribute(name)];
          }),
        ),
      ),
    'elements, unset': () => Object.entries(properties).map(([tag, names]) => names.map((name) => [tag, name, make(tag)[name]])),
    'elements, kinds of values': () =>
      Object.entries(properties).map(([tag, names]) =>
        names.map((name) =>
          [null, undefined, 5, { toString: () => '/s' }, new URL('/u', document.baseURI)].map((value) => {
            const element = make(tag);
            element[name] = value;
            return [tag, name, element[name], element.getAttribute(name.toLowerCase())];
          }),
        ),
      ),
    'elements refuse': () =>
      Object.entries(properties).map(([tag, names]) =>
        names.map((name) => [
          tag,
          name,
          thrown(() => (make(tag)[name] = Symbol('x'))),
          thrown(() => make(tag).setAttribute(name, Symbol('x'))),
          thrown(() => make(tag).setAttribute(name)),
        ]),
      ),
    'link parts written': () =>
      ['a', 'area'].map((tag) =>
        ['/p?q#h', `${OTHER}/x`, 'ftp://f.example/y', 'mailto:a@b', undefined].map((href) =>
          [
            ['protocol', 'http'],
            ['protocol', 'ftp'],
            ['host', 'api.shop.example:82'],
            ['hostname', 'cdn.static.example'],
            ['port', '83'],
            ['port', ''],
            ['pathname', 'n'],
            ['search', 's'],
            ['hash', 'h'],
            ['origin', 'o'],
            ['host', ''],
          ].map(([part, value]) => {
            const element = href === undefined ? make(tag) : make(tag, { href });
            element[part] = value;
            return [element.href, element.getAttribute('href'), element[part]];
          }),
        ),
      ),
    'form with an input named action': () => {
      const form = make('form', { action: `${OTHER}/pay` });
      form.innerHTML = '<input name="action" value="x"><input name="getAttribute"><input name="method"><input name="id">';
      return [
        form.action === form.firstChild,
        Element.prototype.getAttribute.call(form, 'action'),
        form.outerHTML,
        form.attributes.action.value,
      ];
    },
    'attribute nodes': () => {
      const element = make('a');
      const attribute = document.createAttribute('href');
      attribute.value = `${OTHER}/x`;
      element.setAttributeNode(attribute);
      const seen = [attribute.value, element.href, element.getAttribute('href')];
      attribute.value = `${CDN}/y`;
      seen.push(attribute.value, element.href, element.outerHTML);
      attribute.nodeValue = `${CDN}/z`;
      seen.push(attribute.nodeValue, element.href);
      attribute.textContent = `${CDN}/t`;
      seen.push(attribute.textContent, element.href);
      const removed = element.removeAttributeNode(attribute);
      seen.push(removed.value, removed.ownerElement);
      const other = make('a');
      other.attributes.setNamedItem(removed);
      seen.push(other.href, other.getAttributeNames(), other.toggleAttribute('href'), other.hasAttribute('href'));
      return seen;
    },
    'attributes in a namespace': () => {
      const use = svg('use');
      use.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', `${CDN}/s.svg#x`);
      return [
        use.getAttributeNS('http://www.w3.org/1999/xlink', 'href'),
        use.getAttribute('xlink:href'),
        use.href.baseVal,
        use.href.animVal,
        use.outerHTML,
        use.attributes[0].value,
      ];
    },
    'SVG addresses': () =>
      ['a', 'image', 'use', 'script', 'textPath', 'pattern', 'linearGradient', 'filter', 'feImage'].map((tag) => {
        const element = svg(tag);
        element.setAttribute('href', `${CDN}/s.svg#x`);
        const seen = [tag, element.href && element.href.baseVal, element.getAttribute('href'), element.outerHTML];
        if (element.href) {
          element.href.baseVal = `${OTHER}/t.svg#y`;
          seen.push(element.href.baseVal, element.href.animVal, element.getAttribute('href'));
        }
        return seen;
      }),
    'SVG class': () => {
      const element = svg('g');
      element.className.baseVal = 'a https://b';
      return [element.className.baseVal, element.getAttribute('class')];
    },
    'SVG paint': () =>
      ['fill', 'stroke', 'mask', 'clip-path', 'filter', 'marker-end', 'cursor'].map((name) => {
        const element = svg('g');
        element.setAttribute(name, `url(${CDN}/s.svg#x)`);
        return [name, element.getAttribute(name), element.outerHTML];
      }),
    'MathML address': () => {
      const element = math('mrow');
      element.setAttribute('href', `${OTHER}/m`);
      return [element.getAttribute('href'), element.href, element.outerHTML];
    },
    'XML document': () => {
      const made = new DOMParser().parseFromString(
        `<r href="${OTHER}/x"><a xmlns="http://www.w3.org/1999/xhtml" href="${OTHER}/y">t</a></r>`,
        'application/xml',
      );
      return [
        made.documentElement.getAttribute('href'),
        made.querySelector('a').href,
        new XMLSerializer().serializeToString(made),
        made.URL,
        made.baseURI,
        made.documentURI,
      ];
    },
    'XML that does not parse': () => new DOMParser().parseFromString('<r', 'application/xml').documentElement.nodeName,
    'other attributes stay': () =>
      ['alt', 'title', 'data-href', 'data-url', 'class', 'id', 'name', 'target', 'rel', 'aria-label'].map(
        (name) => make('a', { [name]: `${CDN}/x` }).outerHTML,
      ),
    srcdoc: () => {
      const element = make('iframe', { srcdoc: '<p>x</p>' });
      return [element.srcdoc, element.getAttribute('srcdoc'), element.outerHTML];
    },
    'javascript: address': () => make('a', { href: 'javascript:location.host' }).href,
    'script from a text node': () => {
      const element = document.createElement('script');
      element.append(document.createTextNode('window.probed = '), 'location.host');
      document.head.append(element);
      element.remove();
      return [element.text, window.probed, element.childNodes.length];
    },
    'style text': () => {
      const element = document.createElement('style');
      element.textContent = `@import "${CDN}/none.css"; a { background: url(${CDN}/b.png) }`;
      document.head.append(element);
      const seen = [
        element.textContent,
        element.innerHTML,
        element.sheet.cssRules[1].cssText,
        element.sheet.cssRules[0].href,
        element.sheet.cssRules[0].cssText,
        element.sheet.href,
        element.sheet.ownerNode === element,
        element.sheet.cssRules[1].style.backgroundImage,
        element.sheet.cssRules[1].style.cssText,
      ];
      element.remove();
      return seen;
    },
    'style custom properties': () => {
      const element = make('div', { style: `--x: url(${CDN}/x.png)` });
      document.body.append(element);
      const seen = [
        element.style.getPropertyValue('--x'),
        getComputedStyle(element).getPropertyValue('--x'),
        element.getAttribute('style'),
      ];
      element.remove();
      return seen;
    },
    'style names': () => {
      const element = make('div');
      return [
        'backgroundImage' in element.style,
        Object.keys(element.style).includes('backgroundImage'),
        Object.getOwnPropertyNames(CSSStyleDeclaration.prototype).sort().join(),
      ];
    },
    'typed styles': () => {
      const element = make('div');
      if (!element.attributeStyleMap) return undefined;
      element.attributeStyleMap.set('background-image', `url(${CDN}/t.png)`);
      document.body.append(element);
      const seen = [
        element.getAttribute('style'),
        String(element.attributeStyleMap.get('background-image')),
        String(element.computedStyleMap().get('background-image')),
        String(CSSStyleValue.parse('background-image', `url(${CDN}/v.png)`)),
      ];
      element.remove();
      return seen;
    },
    'sheets made': () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`a { background: url(${CDN}/s.png) }`);
      sheet.insertRule(`b { background: url(${CDN}/i.png) }`);
      sheet.addRule('i', `background: url(${CDN}/a.png)`);
      return [
        [...sheet.cssRules].map((rule) => rule.cssText),
        sheet.href,
        thrown(() => sheet.insertRule('{')),
        thrown(() => sheet.insertRule()),
      ];
    },
    'sheets of the document': () => [...document.styleSheets].map((sheet) => [sheet.href, sheet.ownerNode && sheet.ownerNode.nodeName]),
    FontFace: () => {
      const face = new FontFace('probe', `url(${CDN}/f.ttf)`);
      return [face.family, face.status, thrown(() => new FontFace('x')), FontFace.length];
    },
    'Audio, Image, Option': () => [
      new Audio(`${CDN}/a.mp3`).src,
      new Audio('/a.mp3').outerHTML,
      Audio.length,
      Audio.name,
      new Image(1, 2).outerHTML,
      thrown(() => Audio('/x')),
      new Option('https://x', `${CDN}/o`).value,
    ],
    'other ways into markup': () => {
      const html = `<img src="${CDN}/i.png" alt="${CDN}">`;
      const root = () => document.body.appendChild(make('div'));
      const ways = {
        outerHTML: () => {
          const one = root();
          const inner = one.appendChild(make('p'));
          inner.outerHTML = html;
          return one;
        },
        insertAdjacentHTML: () => {
          const one = root();
          one.insertAdjacentHTML('beforeend', html);
          return one;
        },
        createContextualFragment: () => {
          const one = root();
          one.append(document.createRange().createContextualFragment(html));
          return one;
        },
        template: () => {
          const one = root();
          const template = make('template');
          template.innerHTML = html;
          one.append(template.content.cloneNode(true));
          return one;
        },
        adopted: () => {
          const one = root();
          one.append(document.adoptNode(new DOMParser().parseFromString(html, 'text/html').body.firstChild));
          return one;
        },
        imported: () => {
          const one = root();
          one.append(document.importNode(new DOMParser().parseFromString(html, 'text/html').body.firstChild, true));
          return one;
        },
        setHTMLUnsafe: () => {
          const one = root();
          one.setHTMLUnsafe(html);
          return one;
        },
        parseHTMLUnsafe: () => {
          const one = root();
          one.append(Document.parseHTMLUnsafe(html).body.firstChild);
          return one;
        },
        shadow: () => {
          const one = root();
          one.attachShadow({ mode: 'open' }).innerHTML = html;
          return one.shadowRoot;
        },
        created: () => {
          const one = root();
          const made = document.implementation.createHTMLDocument('t');
          made.body.innerHTML = html;
          one.append(made.body.firstChild);
          return one;
        },
        edited: () => {
          const one = root();
          one.contentEditable = 'true';
          one.focus();
          document.getSelection().selectAllChildren(one);
          document.execCommand('insertHTML', false, html);
          return one;
        },
        range: () => {
          const one = root();
          const range = document.createRange();
          range.selectNodeContents(one);
          range.insertNode(range.createContextualFragment(html).firstChild);
          return one;
        },
      };
      return Object.entries(ways).map(([name, way]) => [
        name,
        thrown(() => {
          const one = way();
          const seen = [one.innerHTML, one.querySelector('img').src, one.querySelector('img').getAttribute('src')];
          (one.host || one).remove();
          return seen;
        }),
      ]);
    },
    XSLTProcessor: () => {
      if (!self.XSLTProcessor) return undefined;
      const parse = (text) => new DOMParser().parseFromString(text, 'application/xml');
      const processor = new XSLTProcessor();
      processor.importStylesheet(
        parse(
          `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="html"/><xsl:template match="/"><img src="${CDN}/x.png"/></xsl:template></xsl:stylesheet>`,
        ),
      );
      const made = processor.transformToFragment(parse('<r/>'), document);
      return [made.firstChild.src, made.firstChild.outerHTML];
    },
    selectors: () => {
      const element = make('div');
      element.innerHTML = `<a href="${OTHER}/x">x</a><img alt="" src="${CDN}/i.png"><link rel="x" href="${ORIGIN}/l">`;
      return [`a[href="${OTHER}/x"]`, `[href^="${OTHER}"]`, `[href^='${ORIGIN}']`, ':link'].map((selector) => [
        selector.length,
        element.querySelectorAll(selector).length,
        [...element.children].map((child) => child.matches(selector)),
      ]);
    },
    'selectors wrong': () => [
      thrown(() => document.querySelector('a[href="https://x')),
      thrown(() => document.querySelector()),
      thrown(() => document.body.closest('https://x')),
    ],
    'selectors in sheets': () => {
      const root = document.body.appendChild(make('div'));
      root.innerHTML = `<a href="${OTHER}/styled">x</a><style>a[href^="${OTHER}"] { text-indent: 7px }</style>`;
      const seen = getComputedStyle(root.firstChild).textIndent;
      root.remove();
      return seen;
    },
    XPath: () => {
      const root = document.body.appendChild(make('div'));
      root.innerHTML = `<a href="${OTHER}/xpath">x</a>`;
      const seen = document.evaluate('string(.//a/@href)', root, null, XPathResult.STRING_TYPE, null).stringValue;
      root.remove();
      return seen;
    },
    'anchors of selection and ranges': () => {
      const root = document.body.appendChild(make('div'));
      root.innerHTML = `<a href="${OTHER}/r">x</a>`;
      const range = document.createRange();
      range.selectNode(root.firstChild);
      const holder = make('div');
      holder.append(range.cloneContents());
      root.remove();
      return holder.innerHTML;
    },
    'frames made at once': () => ({
      append: thrown(() => frame((made) => document.body.append(made))),
      appendChild: thrown(() => frame((made) => document.body.appendChild(made))),
      insertBefore: thrown(() => frame((made) => document.body.insertBefore(made, document.body.firstChild))),
      before: thrown(() => frame((made) => document.body.firstElementChild.before(made))),
      replaceWith: thrown(() => frame((made) => document.body.appendChild(make('p')).replaceWith(made))),
      replaceChild: thrown(() => frame((made) => document.body.replaceChild(made, document.body.appendChild(make('p'))))),
      insertAdjacentElement: thrown(() => frame((made) => document.body.insertAdjacentElement('beforeend', made))),
      insertNode: thrown(() =>
        frame((made) => {
          const range = document.createRange();
          range.selectNodeContents(document.body);
          range.insertNode(made);
        }),
      ),
      nested: thrown(() =>
        frame((made) => {
          const div = make('div');
          div.append(made);
          document.body.append(div);
        }),
      ),
      fragment: thrown(() =>
        frame((made) => {
          const some = document.createDocumentFragment();
          some.append(made);
          document.body.append(some);
        }),
      ),
      shadow: thrown(() =>
        frame((made) => {
          const div = document.body.appendChild(make('div'));
          div.attachShadow({ mode: 'open' }).append(made);
        }),
      ),
    }),
    'a frame that is put in again': () => {
      const element = make('iframe');
      document.body.append(element);
      const first = element.contentWindow;
      element.remove();
      document.body.append(element);
      const seen = [
        first === element.contentWindow,
        element.contentDocument.baseURI,
        new element.contentWindow.Request('/y').url,
        element.contentWindow.fetch.toString(),
      ];
      element.remove();
      return seen;
    },
    'a frame that is written': () => {
      const element = make('iframe');
      document.body.append(element);
      const made = element.contentDocument;
      made.open();
      made.write(
        `<p id=p>${'x'}</p><script>parent.probed = [location.href, document.URL, document.baseURI, fetch.toString(), new Request('/w').url]</`,
        'script>',
      );
      made.close();
      const seen = [window.probed, element.contentWindow.document.URL, made.documentElement.outerHTML];
      element.remove();
      return seen;
    },
    'an element of a frame': () => {
      const element = make('iframe');
      document.body.append(element);
      const link = element.contentDocument.createElement('a');
      link.href = `${OTHER}/x`;
      document.body.append(link);
      const seen = [link.href, link.getAttribute('href'), link.outerHTML, link.host];
      link.remove();
      element.remove();
      return seen;
    },
    history: () => {
      const address = location.href;
      if (!/^http/.test(address)) return thrown(() => history.replaceState(1, '', '/x'));
      history.replaceState({ a: 1 }, '', `${ORIGIN}/disguise/replaced?x#y`);
      const seen = [location.href, document.URL, document.baseURI, history.state.a, document.referrer];
      history.replaceState(null, '', new URL('/disguise/by-object', location.href));
      seen.push(location.href);
      history.replaceState(null, '', '?only=query');
      seen.push(location.href, new Request('').url);
      history.replaceState(null, '', address);
      seen.push(
        location.href === address,
        thrown(() => history.pushState(null, '', `${OTHER}/x`)),
        thrown(() => history.pushState()),
        thrown(() => history.pushState(null, '', 'http://:x')),
        history.pushState.length,
      );
      return seen;
    },
    navigation: () =>
      self.navigation && [
        navigation.currentEntry && navigation.currentEntry.url,
        navigation.entries().map((entry) => entry.url),
        navigation.activation && [
          navigation.activation.entry && navigation.activation.entry.url,
          navigation.activation.from && navigation.activation.from.url,
        ],
      ],
    'navigate event': async () => {
      if (!self.navigation || !/^http/.test(location.href)) return undefined;
      const heard = once(navigation, 'navigate');
      const address = location.href;
      location.hash = 'navigated';
      const { destination, navigationType, hashChange, canIntercept, userInitiated } = await heard;
      const seen = [destination.url, navigationType, hashChange, canIntercept, userInitiated, location.href, navigation.currentEntry.url];
      const there = navigation.navigate(`${ORIGIN}${location.pathname}${location.search}#by-navigate`, { history: 'replace' });
      seen.push((await there.committed).url, navigation.transition && navigation.transition.from.url);
      history.replaceState(null, '', address);
      seen.push(navigation.currentEntry.url);
      const bad = navigation.navigate('http://:x');
      seen.push(await bad.committed.catch((error) => `${error.name}: ${error.message}`), await bad.finished.catch(() => 'no'));
      return seen;
    },
    hashchange: async () => {
      if (!/^http/.test(location.href)) return undefined;
      const address = location.href;
      const heard = once(window, 'hashchange');
      location.hash = 'changed';
      const { oldURL, newURL } = await heard;
      history.replaceState(null, '', address);
      return [oldURL, newURL];
    },
    StorageEvent: () => new StorageEvent('storage', { url: `${ORIGIN}/s` }).url,
    'storage event': async () => {
      const element = make('iframe');
      document.body.append(element);
      try {
        const heard = once(window, 'storage');
        element.contentWindow.localStorage.setItem('probe', String(Math.random()));
        const { url, key } = await heard;
        return [url, key];
      } finally {
        element.remove();
      }
    },
    'postMessage to /': async () => {
      if (self.origin === 'null') return undefined;
      const heard = once(window, 'message');
      window.postMessage('x', { targetOrigin: '/' });
      return (await heard).origin;
    },
    'postMessage wrong': () => [
      thrown(() => window.postMessage('x', 'nonsense')),
      thrown(() => window.postMessage()),
      thrown(() => window.postMessage('x', { targetOrigin: 'http://:x' })),
      thrown(() => window.postMessage(() => 1, '*')),
      window.postMessage.length,
    ],
    onerror: async () => {
      const before = window.onerror;
      const seen = await new Promise((resolve) => {
        window.onerror = (message, file, line, column, error) => {
          resolve([message, file, line, stack(error)]);
          return true;
        };
        const element = document.createElement('script');
        element.textContent = 'null.y';
        document.head.append(element);
        element.remove();
      });
      const same = [typeof window.onerror, before];
      window.onerror = before;
      return [...seen, ...same];
    },
    'body.onerror': () => {
      const handler = () => true;
      const before = window.onerror;
      document.body.onerror = handler;
      const seen = [window.onerror === handler, document.body.onerror === handler];
      window.onerror = before;
      return seen;
    },
    unhandledrejection: async () => {
      const heard = once(window, 'unhandledrejection');
      window.addEventListener(
        'unhandledrejection',
        (event) => {
          event.preventDefault();
        },
        { once: true },
      );
      void Promise.reject(new Error('probe'));
      return stack((await heard).reason);
    },
    reportError: async () => {
      const heard = once(window, 'error');
      window.addEventListener(
        'error',
        (event) => {
          event.preventDefault();
        },
        { once: true },
      );
      reportError(new TypeError('probe'));
      const { filename, message } = await heard;
      return [filename, message];
    },
    currentScript: () => document.currentScript,
    'document counted': () => [
      document.all.length,
      document.querySelectorAll('*').length,
      document.documentElement.childNodes.length,
      document.head.childNodes.length,
      document.scripts.length,
      document.getElementsByTagName('script').length,
    ],
    'document walked': () => {
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
      const names = [];
      while (walker.nextNode()) names.push(walker.currentNode.nodeName);
      return names.join();
    },
    "mutations are the page's own": async () => {
      const records = [];
      const observer = new MutationObserver((list) => records.push(...list));
      observer.observe(document, { childList: true, attributes: true, characterData: true, subtree: true, attributeOldValue: true });
      const element = document.body.appendChild(make('a', { href: `${OTHER}/x`, style: `background: url(${CDN}/m.png)` }));
      element.style.backgroundImage = `url(${CDN}/n.png)`;
      element.innerHTML = `<img src="${CDN}/m.png" alt="">`;
      element.setAttribute('href', `${OTHER}/y`);
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 0));
      observer.disconnect();
      return records.map((record) => [
        record.type,
        record.attributeName,
        record.oldValue,
        record.addedNodes.length,
        record.removedNodes.length,
      ]);
    },
    attributeChangedCallback: () => {
      const seen = [];
      const name = `x-probe${String(Math.random()).slice(2)}`;
      customElements.define(
        name,
        class extends HTMLElement {
          static observedAttributes = ['href', 'src'];
          attributeChangedCallback(...args) {
            seen.push(args);
          }
        },
      );
      const element = document.createElement(name);
      element.setAttribute('href', `${OTHER}/x`);
      element.setAttribute('src', `${CDN}/x.png`);
      element.removeAttribute('src');
      return seen;
    },
    cookies: () => {
      const seen = [];
      const write = (text) => {
        document.cookie = text;
        seen.push([
          text,
          document.cookie
            .split('; ')
            .filter((pair) => /probe/.test(pair))
            .sort(),
        ]);
      };
      for (const text of [
        'probe=1',
        'probe=2; path=/',
        'probe3=3; domain=pages.example',
        'probe4=4; domain=.pages.example; path=/; secure',
        '__Host-probe=5; secure; path=/',
        '__Host-probe6=6; path=/',
        '__Secure-probe=7; secure',
        '__Secure-probe8=8',
        'probe9=9; domain=else.example',
        'probe10=10; httponly',
        'probe11=11; max-age=0',
        'probe12=12; expires=Thu, 01 Jan 1970 00:00:00 GMT',
        'probe13',
        '=probe14',
        'probe15=a=b=c',
        'probe16="q u"',
        'probe17=17; path=/elsewhere',
        'probe18=18; samesite=none',
        'probe19=19; samesite=none; secure',
        'probe=; max-age=-1',
        'probe=; path=/; max-age=0',
        'probe21=21; domain=example',
        ' probe22 = 22 ; path=/ ',
        'probe23=ü',
        'probe\u000124=24',
      ])
        write(text);
      for (const pair of document.cookie.split('; ').filter((each) => /probe/.test(each))) {
        const name = pair.split('=')[0];
        for (const tail of [
          '',
          '; path=/',
          '; domain=pages.example',
          '; domain=pages.example; path=/',
          '; path=/; secure',
          '; path=/; secure; samesite=none; partitioned',
        ])
          document.cookie = `${name}=; max-age=0${tail}`;
      }
      seen.push(document.cookie.split('; ').filter((pair) => /probe/.test(pair) && !/^(?:probe13|probe14)$/.test(pair)));
      return seen;
    },
    sendBeacon: () => [
      navigator.sendBeacon('/note?key=beacon', 'x'),
      navigator.sendBeacon(`${OTHER}/note?key=beacon`, 'x'),
      thrown(() => navigator.sendBeacon('http://:x')),
      thrown(() => navigator.sendBeacon()),
    ],
    registerProtocolHandler: () =>
      navigator.registerProtocolHandler && [
        thrown(() => navigator.registerProtocolHandler('web+probe', 'http://:x')),
        thrown(() => navigator.registerProtocolHandler('web+probe', `${OTHER}/x?%s`)),
        thrown(() => navigator.registerProtocolHandler('web+probe', '/x')),
      ],
    'window.open': () => {
      const opened = window.open('', 'probe-empty');
      if (!opened) return null;
      const seen = [
        thrown(() => opened.location.href),
        thrown(() => opened.document.URL),
        thrown(() => opened.document.baseURI),
        thrown(() => opened.fetch.toString()),
        thrown(() => new opened.Request('/o').url),
        thrown(() => opened.opener === window),
        thrown(() => opened.document.cookie === document.cookie),
        thrown(() => opened.document.referrer),
      ];
      opened.close();
      return seen;
    },
    WebTransport: () => self.WebTransport && [thrown(() => new WebTransport('http://:x')), thrown(() => new WebTransport(`${WS}/x`))],
    'Worker refused': () => [thrown(() => new Worker()), thrown(() => new Worker('http://:x')), thrown(() => Worker('/x'))],
    'SharedWorker refused': () => self.SharedWorker && [thrown(() => new SharedWorker()), thrown(() => new SharedWorker('http://:x'))],
    Notification: () =>
      self.Notification &&
      thrown(() => {
        const note = new Notification('x', { icon: `${CDN}/n.png`, badge: '/b.png', image: `${CDN}/i.png` });
        return [note.icon, note.badge, note.image];
      }),
    MediaMetadata: () =>
      self.MediaMetadata && new MediaMetadata({ artwork: [{ src: `${CDN}/a.png` }, { src: '/b.png' }] }).artwork.map(({ src }) => src),
    URLPattern: () => self.URLPattern && [new URLPattern('/x', location.href === 'about:blank' ? ORIGIN : document.baseURI).hostname],
    'view of a document without a window': () => {
      const made = document.implementation.createHTMLDocument('');
      return [made.URL, made.location, made.baseURI, made.cookie, made.referrer, made.domain, made.defaultView];
    },
    'document of XMLHttpRequest': () =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open('GET', '/words.html');
        request.responseType = 'document';
        request.onloadend = () => {
          const made = request.response;
          resolve(made && [made.URL, made.baseURI, made.documentURI, made.location]);
        };
        request.send();
      }),
    'form data': () => {
      const form = make('form', { action: `${OTHER}/f` });
      form.innerHTML = '<input name=a value=b><button formaction="/g">x</button>';
      return [[...new FormData(form)], form.lastChild.formAction, form.elements.length];
    },
    'image at work': async () => {
      const image = new Image();
      image.src = `${ORIGIN}/dot.png?image`;
      await image.decode();
      return [image.src, image.currentSrc, image.naturalWidth, image.getAttribute('src')];
    },
    'picture at work': async () => {
      const picture = make('picture');
      picture.innerHTML = `<source srcset="${ORIGIN}/dot.png?one 1x, ${ORIGIN}/dot.png?two 2x"><img alt="">`;
      document.body.append(picture);
      const image = picture.lastChild;
      await once(image, 'load');
      const seen = [image.currentSrc, image.src, picture.innerHTML];
      picture.remove();
      return seen;
    },
  };

  /** Functions and accessors of every interface: names, lengths, flags, texts, and how they refuse a wrong receiver. */
  const shapes = () => {
    const lines = [];
    const quote = (made) =>
      `${made.name}/${made.length}/${String(made).replace(/\s+/g, ' ').slice(0, 80)}/${Object.getOwnPropertyNames(made)
        .filter((name) => !/^(?:arguments|caller)$/.test(name))
        .join('+')
        .slice(0, 200)}`;
    const refuse = (made, self) => {
      try {
        const given = Reflect.apply(made, self, []);
        if (given instanceof Promise) given.catch(() => undefined);
        return typeof given;
      } catch (error) {
        return `${error.name}: ${error.message}`;
      }
    };
    const describe = (where, owner, probeReceiver) => {
      for (const key of Reflect.ownKeys(owner)) {
        const found = Object.getOwnPropertyDescriptor(owner, key);
        // V8 looks for this one where a page sets it.
        if (!found || key === 'prepareStackTrace') continue;
        const flags = `${found.configurable ? 'c' : ''}${found.enumerable ? 'e' : ''}${found.writable ? 'w' : ''}`;
        const name = `${where}.${String(key)} ${flags}`;
        if (found.get || found.set) {
          lines.push(
            `${name} get ${found.get ? quote(found.get) : ''}${probeReceiver && found.get ? ` ${refuse(found.get, {})}` : ''} set ${found.set ? quote(found.set) : ''}${probeReceiver && found.set ? ` ${refuse(found.set, {})}` : ''}`,
          );
        } else if (typeof found.value === 'function') {
          lines.push(`${name} ${quote(found.value)}${probeReceiver && key !== 'constructor' ? ` ${refuse(found.value, {})}` : ''}`);
        } else lines.push(`${name} ${found.value === null ? 'null' : typeof found.value}`);
      }
    };
    const known = Object.getOwnPropertyNames(self).filter(
      (name) => !/^(?:probed|askAll|probes|onAsked|shapesOf|report|results|__playwright.*|webdriver)$/.test(name) && !/^\d+$/.test(name),
    );
    for (const name of known) {
      const found = Object.getOwnPropertyDescriptor(self, name);
      if (!found || typeof found.value !== 'function') {
        lines.push(
          `self.${name} ${found ? `${found.configurable ? 'c' : ''}${found.enumerable ? 'e' : ''}${found.writable ? 'w' : ''} ${found.get ? quote(found.get) : ''} ${found.set ? quote(found.set) : ''}` : 'hidden'}`,
        );
        continue;
      }
      lines.push(
        `self.${name} ${found.configurable ? 'c' : ''}${found.enumerable ? 'e' : ''}${found.writable ? 'w' : ''} ${quote(found.value)}`,
      );
      const { prototype } = found.value;
      if (/^[A-Z]/.test(name)) describe(name, found.value, false);
      if (prototype && typeof prototype === 'object')
        describe(`${name}.prototype`, prototype, !/^(?:Object|Function|Array|Iterator|AsyncIterator|Symbol|Error|Promise)$/.test(name));
    }
    describe('Reflect', Reflect, false);
    describe('JSON', JSON, false);
    for (const kind of ['async () => 1', 'function* () { yield 1 }', 'async function* () { yield 1 }'])
      describe(kind, (0, eval)(`(${kind})`).constructor, false);
    return lines;
  };

  const plain = (value) =>
    JSON.stringify(value, (_key, each) =>
      each === undefined ? '<undefined>' : typeof each === 'symbol' || typeof each === 'function' ? String(each) : each,
    ) ?? '<undefined>';
  // What a browser makes up each time: ids of blobs, times.
  const steady = (text) =>
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
      .replace(/run=\w+/g, 'run=R')
      .replace(/'(?:straight|through)'/g, "'R'");
  /** 30 s: one answer in a loaded realm. */
  const PATIENCE_MS = 30_000;
  const ask = async (probe) => {
    let timer;
    try {
      return steady(
        plain(
          await Promise.race([
            probe(),
            new Promise((resolve) => {
              timer = setTimeout(resolve, PATIENCE_MS, 'no answer');
            }),
          ]),
        ),
      );
    } catch (error) {
      return steady(`threw ${error && error.name}: ${error && error.message}`);
    } finally {
      clearTimeout(timer);
    }
  };
  self.askAll = async (depth) => {
    const rows = { ...all, ...(self.document ? dom : {}), ...(depth === 'deep' ? deep : {}) };
    const answers = {};
    for (const name of Object.keys(rows)) {
      answers[name] = await ask(rows[name]);
    }
    if (depth !== undefined) answers.shapes = shapes();
    return answers;
  };
  self.report = async (run, realm, more = {}, depth = undefined) => {
    const answers = await self.askAll(depth);
    const added = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, steady(plain(value))]));
    await fetch(`${ORIGIN}/disguise/report?run=${run}&realm=${realm}`, {
      method: 'POST',
      mode: 'no-cors',
      body: JSON.stringify({ ...answers, ...added }),
    });
  };
})();
