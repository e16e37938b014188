/**
 * What windows of different origins do to each other's address: the statement that does it, run in the frame (`fromFrame`),
 * in the page that holds frames (`intoFrame`) or opens windows (`intoPopup`), or in the opened window (`fromPopup`).
 * `u` is the address to go to; `frame` is the element of the frame, `w` an opened window of another origin.
 */
export type Table = Readonly<Record<string, string>>;

const element = (tag: string, rest: string): string => `const e = document.createElement('${tag}'); ${rest}; document.body.append(e)`;
const field = `const i = document.createElement('input'); i.name = 'a'; i.value = 'b c'; e.append(i)`;

/** An inner frame of another origin sends the whole page away. */
export const fromFrame: Table = {
  'top.location = u': 'top.location = u',
  'top.location.href = u': 'top.location.href = u',
  'top.location.replace(u)': 'top.location.replace(u)',
  'top.location.assign(u), which other origins may not': 'top.location.assign(u)',
  'top.location += part, which other origins may not read': 'top.location += u',
  "top['location'] = u": "top['location'] = u",
  "top['location']['href'] = u": "top['location']['href'] = u",
  'top[`location`] = u': 'top[`location`] = u',
  'top[key] = u': "const key = 'loc' + 'ation'; top[key] = u",
  'const t = top; t[key] = u': "const t = top, key = 'loc' + 'ation'; t[key] = u",
  'a parameter that is parent, by a key': "const key = 'loc' + 'ation'; (function (e, t) { t[e].href = u })(key, window.parent)",
  'const { top: t } = window; t[key] = u': "const { top: t } = window, key = 'loc' + 'ation'; t[key] = u",
  'window[key][key] = u': "const key = 'loc' + 'ation', other = 't' + 'op'; window[other][key] = u",
  'window[key][key][key] = u': "const key = 'loc' + 'ation', other = 't' + 'op', href = 'hr' + 'ef'; window[other][key][href] = u",
  'self.parent.top[key].replace(u)': "const key = 'loc' + 'ation'; self.parent.top[key].replace(u)",
  'parent.location = u': 'parent.location = u',
  'parent.location.href = u': 'parent.location.href = u',
  'window.top.location = u': 'window.top.location = u',
  'self.parent.window.location = u': 'self.parent.window.location = u',
  'frames.top.location.href = u': 'frames.top.location.href = u',
  'document.defaultView.top.location = u': 'document.defaultView.top.location = u',
  'let t = top; t.location = u': 'let t = top; t.location = u',
  'let l = top.location; l.href = u': 'let l = top.location; l.href = u',
  'const { location } = top': '{ const { location } = top; location.href = u }',
  'const { location: l } = top': 'const { location: l } = top; l.replace(u)',
  'const { top: { location: l } } = window': 'const { top: { location: l } } = window; l.href = u',
  'a parameter that is top': '((t) => { t.location = u })(top)',
  'a parameter pattern': '(({ location: l }) => { l.href = u })(top)',
  "Reflect.set(top, 'location', u)": "Reflect.set(top, 'location', u)",
  "Reflect.set(top.location, 'href', u)": "Reflect.set(top.location, 'href', u)",
  "Reflect.get(top, 'location').href = u": "Reflect.get(top, 'location').href = u",
  'Object.assign(top, { location: u })': 'Object.assign(top, { location: u })',
  'the setter of the property': "Object.getOwnPropertyDescriptor(top, 'location').set.call(top, u)",
  '[top.location] = [u]': '[top.location] = [u]',
  '({ a: top.location } = { a: u })': '({ a: top.location } = { a: u })',
  '({ location: top.location } = …)': '({ location: top.location } = { location: u })',
  'for (top.location of [u])': 'for (top.location of [u]);',
  '(0, top).location = u': '(0, top).location = u',
  '(top).location = u': '(top).location = (u)',
  'condition ? top.location = u': 'true ? top.location = u : 0',
  'by a string timer': 'setTimeout("top.location = " + JSON.stringify(u), 0)',
  'by new Function': 'new Function("u", "top.location.href = u")(u)',
  'by eval': 'eval("top.location.href = u")',
  'by an inline handler': element('b', `e.setAttribute('onclick', 'top.location = ' + JSON.stringify(u))`) + '; e.click()',
  'by a javascript: address': element('a', `e.href = 'javascript:void (top.location = ' + JSON.stringify(u) + ')'`) + '; e.click()',
  "open(u, '_top')": "open(u, '_top')",
  "open(u, '_parent')": "open(u, '_parent')",
  "window.open(u, name of the page's window)": "window.open(u, 'shop')",
  'link to _top': element('a', `e.target = '_top'; e.href = u`) + '; e.click()',
  'link to _parent in a shadow root':
    element('div', `const s = e.attachShadow({ mode: 'closed' }); s.innerHTML = '<a target=_parent>x</a>'`) +
    "; s.firstChild.setAttribute('href', u); s.firstChild.click()",
  'link by <base target>':
    element('base', `e.target = '_top'`) + "; const a = document.createElement('a'); a.href = u; document.body.append(a); a.click()",
  'link of an SVG': `document.body.insertAdjacentHTML('beforeend', '<svg><a target="_top"><text y="9">x</text></a></svg>'); const a = document.querySelector('svg a'); a.setAttribute('href', u); a.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))`,
  'area of a map': `document.body.insertAdjacentHTML('beforeend', '<map name=m><area target=_top></map>'); const a = document.querySelector('area'); a.href = u; a.click()`,
  'form to _top, GET': element('form', `e.target = '_top'; e.action = u; ${field}`) + '; e.submit()',
  'form to _top, POST': element('form', `e.target = '_top'; e.method = 'post'; e.action = u; ${field}`) + '; e.submit()',
  'form to _top, requestSubmit': element('form', `e.target = '_top'; e.method = 'post'; e.action = u; ${field}`) + '; e.requestSubmit()',
  'form to _top, formaction of its button':
    element(
      'form',
      `e.innerHTML = '<button formmethod=post formtarget=_top name=n value=v>go</button>'; e.firstChild.setAttribute('formaction', u)`,
    ) + '; e.firstChild.click()',
  'form to _parent, multipart':
    element('form', `e.target = '_parent'; e.method = 'post'; e.enctype = 'multipart/form-data'; e.action = u; ${field}`) + '; e.submit()',
};

/** Rows that npm test leaves to the full run: ways that are written often stand for their like. */
export const rare: readonly string[] = [
  'const { top: t } = window; t[key] = u',
  'window[key][key] = u',
  "top['location']['href'] = u",
  'top[`location`] = u',
  'let t = top; t.location = u',
  'const { top: { location: l } } = window',
  'a parameter pattern',
  '[top.location] = [u]',
  'the setter of the property',
  "window.open(u, name of the page's window)",
  'form to _parent, multipart',
  'parent.location.href = u',
  'window.top.location = u',
  'self.parent.window.location = u',
  'frames.top.location.href = u',
  'document.defaultView.top.location = u',
  'const { location: l } = top',
  'a parameter that is top',
  "Reflect.set(top.location, 'href', u)",
  "Reflect.get(top, 'location').href = u",
  '({ a: top.location } = { a: u })',
  '({ location: top.location } = …)',
  'for (top.location of [u])',
  '(0, top).location = u',
  '(top).location = u',
  'condition ? top.location = u',
  'by new Function',
  "open(u, '_parent')",
  'link to _parent in a shadow root',
  'link of an SVG',
  'area of a map',
  'form to _top, requestSubmit',
];

/** What is also tried by a frame that nobody has touched. */
export const untouched: readonly string[] = [
  'top.location = u',
  'top.location.href = u',
  'top.location.replace(u)',
  'parent.location = u',
  "Reflect.set(top, 'location', u)",
  'const { location } = top',
  "open(u, '_top')",
  'link to _top',
  'form to _top, GET',
  'form to _top, POST',
  'form to _top, requestSubmit',
  'form to _top, formaction of its button',
];

/** The page sends its frame of another origin elsewhere. */
export const intoFrame: Table = {
  'frames[i].location = u': 'frames[i].location = u',
  'frames[i].location.href = u': 'frames[i].location.href = u',
  'frames[i].location.replace(u)': 'frames[i].location.replace(u)',
  'frames[i].location.assign(u), which other origins may not': 'frames[i].location.assign(u)',
  'window[i].location = u': 'window[i].location = u',
  'frames[name].location = u': 'frames[frame.name].location = u',
  'const { location: l } = frames[i]': 'const { location: l } = frames[i]; l.href = u',
  '[frames[i].location] = [u]': '[frames[i].location] = [u]',
  "Reflect.set(frames[i], 'location', u)": "Reflect.set(frames[i], 'location', u)",
  'contentWindow.location = u': 'frame.contentWindow.location = u',
  'contentWindow.location.href = u': 'frame.contentWindow.location.href = u',
  "contentWindow['location'] = u": "frame['contentWindow']['location'] = u",
  'frame.src = u': 'frame.src = u',
  "frame.setAttribute('src', u)": "frame.setAttribute('src', u)",
  'open(u, name of the frame)': 'open(u, frame.name)',
  'link to the frame': element('a', 'e.target = frame.name; e.href = u') + '; e.click()',
  'form to the frame, GET': element('form', `e.target = frame.name; e.action = u; ${field}`) + '; e.submit()',
  'form to the frame, POST': element('form', `e.target = frame.name; e.method = 'post'; e.action = u; ${field}`) + '; e.submit()',
  'a link in its srcdoc':
    "frame.srcdoc = '<a id=l>x</a>'; frame.onload = () => { frame.onload = null; const a = frame.contentDocument.getElementById('l'); a.href = u; a.click() }",
  'a frame that is empty first': "const f = document.createElement('iframe'); document.body.append(f); f.contentWindow.location = u",
  'a frame that is empty first, its own location':
    "const f = document.createElement('iframe'); document.body.append(f); const { location: l } = f.contentWindow; l.assign(u)",
};

/** The page sends a window that it opened elsewhere. */
export const intoPopup: Table = {
  'open(u)': 'open(u)',
  "open('about:blank'), location = u": "const w = open('about:blank'); w.location = u",
  'open(), location.href = u': 'const w = open(); w.location.href = u',
  "open(''), location.replace(u)": "const w = open(''); w.location.replace(u)",
  'open(), location.assign(u)': 'const w = open(); w.location.assign(u)',
  'open(), a link written into it':
    "const w = open(''); w.document.write('<a id=l>x</a>'); w.document.close(); const a = w.document.getElementById('l'); a.href = u; a.click()",
  'open(u, _blank, noopener)': "open(u, '_blank', 'noopener')",
  'open(u, a new name)': "open(u, 'fresh')",
  'link to _blank': element('a', `e.target = '_blank'; e.href = u`) + '; e.click()',
  'link to _blank with opener': element('a', `e.target = '_blank'; e.rel = 'opener'; e.href = u`) + '; e.click()',
  'form to _blank, POST': element('form', `e.target = '_blank'; e.method = 'post'; e.action = u; ${field}`) + '; e.submit()',
  'a window of another origin, location = u': 'later((w) => { w.location = u })',
  'a window of another origin, location.href = u': 'later((w) => { w.location.href = u })',
  'a window of another origin, location.replace(u)': 'later((w) => { w.location.replace(u) })',
  'a window of another origin, by its name': 'later((w, name) => { open(u, name) })',
};

/** The opened window of another origin sends its opener elsewhere. */
export const fromPopup: Table = {
  'opener.location = u': 'opener.location = u',
  'opener.location.href = u': 'opener.location.href = u',
  'window.opener.location.replace(u)': 'window.opener.location.replace(u)',
};
