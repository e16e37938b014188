/** Ways in which a page repeats what stands in a masked place: what it does, and what must not be found in what leaves. */

export interface Echo {
  readonly name: string;
  readonly value: string;
  /** Runs in the page, and what it makes is described, before `show` does. */
  readonly before?: (value: string) => unknown;
  /** What the host has said by then, when it is not a part of the page's own document. */
  readonly until?: string;
  /** Runs in the page: `value` goes into a masked place, and then elsewhere. */
  readonly show: (value: string) => unknown;
  /** Said when all of it was. */
  readonly after?: string;
  readonly leaks: readonly string[];
  /** Nobody's secret: still there. */
  readonly stays?: readonly string[];
}

/** Runs in the page; written out in each row, because a function that goes there takes nothing along. */
export const echoes: readonly Echo[] = [
  {
    name: 'a number with commas, apostrophes, plus signs',
    value: '1234567',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><p>1,234,567</p><p>1'234'567</p><p>12+34+567</p>`;
    },
    leaks: ['1,234', "1'234", '12+34'],
  },
  {
    name: 'digits of other scripts',
    value: '5550123499',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><p>٥٥٥٠١٢٣٤٩٩</p><p>۵۵۵۰۱۲۳۴۹۹</p><p>５５５０１２３４９９</p>`;
    },
    leaks: ['٥٥٥', '۵۵۵', '５５５'],
  },
  {
    name: 'with invisible signs in it',
    value: 'Meriadoc-77',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><p>Meri\u00adadoc 77</p><p>\u2068Meri\u200cadoc\u2069 77</p>`;
    },
    leaks: ['Meri'],
  },
  {
    name: 'a number with all but its ends hidden',
    value: '4929123412347767',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><p>**** **** **** 7767</p><p>Visa ending in 7767.</p><p>•••• 7767</p>
        <p title="492912xxxxxx7767">492912******</p><p>x-7767</p>`;
    },
    leaks: ['7767', '492912'],
  },
  {
    name: 'a number in groups of their own',
    value: '4929123412347767',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><p><i>4929</i><i>1234</i><i>1234</i><i>7767</i></p>`;
    },
    leaks: ['4929', '1234', '7767'],
  },
  {
    name: 'a word in pieces',
    value: 'Meriadoc',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><p>Hello <b>Mer</b><b>iad</b>oc!</p>`;
      stage.append('And ', 'Meri', 'adoc', '.');
    },
    leaks: ['"Mer"', 'iad', '"Meri"', '"adoc"'],
  },
  {
    name: 'parts of a name',
    value: 'Meriadoc Brandybuck',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" autocomplete="name" value="${value}"><p>Hello Meriadoc</p><p>Brandybuck, M.</p>`;
    },
    leaks: ['Meriadoc', 'Brandybuck'],
  },
  {
    name: 'parts of a mail address',
    value: 'frodo.baggins@shire.example',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" type="email" value="${value}"><p>Hi frodo.baggins!</p><p>sent to fro***@shire.example</p>`;
    },
    leaks: ['frodo.baggins', 'fro**', 'shire.example'],
  },
  {
    name: 'a date as people write it',
    value: '1987-11-23',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" type="date" value="${value}"><p>23/11/1987</p><p>11/23/1987</p><p>23.11.1987</p>
        <p>November 23, 1987</p><p>23 November 1987</p><p>Nov 23, 1987</p>`;
    },
    leaks: ['23/11', '11/23', '23.11', 'November', 'Nov 23'],
  },
  {
    name: 'a short code',
    value: '739',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><p>The code 739 is right</p><p>1739 is another</p>`;
    },
    leaks: ['code 739'],
  },
  {
    name: 'the name of a file',
    value: 'letter-of-brandybuck.pdf',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = '<input class="secret" type="file">';
      const files = new DataTransfer();
      files.items.add(new File(['x'], value));
      const input = stage.firstElementChild as HTMLInputElement;
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      const echo = document.createElement('p');
      echo.textContent = `Chosen: ${value}`;
      stage.append(echo);
    },
    leaks: ['brandybuck'],
  },
  {
    name: 'a value that came by another realm’s setter',
    value: 'Gamgee-4711',
    before: () => ((document.getElementById('stage') as HTMLElement).innerHTML = '<input class="secret"><iframe hidden></iframe>'),
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      const [input, frame] = [stage.children[0] as HTMLInputElement, stage.children[1] as HTMLIFrameElement];
      const other = frame.contentWindow as Window & typeof globalThis;
      Object.getOwnPropertyDescriptor(other.HTMLInputElement.prototype, 'value')?.set?.call(input, value);
      stage.append(`You are ${value}`);
    },
    leaks: ['Gamgee'],
  },
  {
    name: 'the title, told before anything else was',
    value: 'Gamgee-4712',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = '<input class="secret">';
      (stage.firstElementChild as HTMLInputElement).value = value;
      document.title = `Hello ${value}`;
      document.dispatchEvent(new Event('visibilitychange'));
      document.title = '';
    },
    leaks: ['Gamgee'],
  },
  {
    name: 'an address, as it is and in base64',
    value: 'peregrin@shire.example',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><img src="/pictures/a.png?u=${btoa(value)}"><img src="/pictures/b.png?u=${encodeURIComponent(value)}">
        <a href="/user/${value}" download="of-${value}">x</a>`;
      history.pushState(null, '', `/u/${value}/${btoa(value)}?q=${value}#${value}`);
      document.dispatchEvent(new Event('visibilitychange'));
      history.pushState(null, '', '/mirror-tree.html');
    },
    leaks: ['peregrin', btoa('peregrin@shire.example').slice(0, 24), 'shire.example'],
  },
  {
    name: 'attributes that lay out',
    value: 'zqattr',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      const names =
        'type rows cols size width height colspan rowspan span hidden disabled readonly multiple open align valign bgcolor border cellpadding cellspacing nowrap wrap inert dir'.split(
          ' ',
        );
      for (const tag of ['div', 'td', 'ol', 'button', 'textarea', 'details']) {
        const element = document.createElement(tag);
        element.className = 'secret';
        for (const [at, name] of names.entries()) element.setAttribute(name, `${value}${at}`);
        stage.append(element);
      }
    },
    leaks: ['zqattr'],
  },
  {
    name: 'words in the style of an element',
    value: 'zqstyle',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      const properties =
        'grid-area font-family animation-name color counter-reset transition view-transition-name container-name will-change width list-style-type content'.split(
          ' ',
        );
      stage.innerHTML = `<p class="secret" style="${properties.map((one, at) => `${one}:${value}${at}`).join(';')};height:env(${value}x, 3px);background:paint(${value}y)">x</p>`;
    },
    leaks: ['zqstyle'],
  },
  {
    name: 'names and strings in a style sheet',
    value: 'Meriadoc1',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><style>
        .u-${value} { color: red } #${value} { color: red } .a\\3a ${value} { color: red }
        [data-u="\\4d eriadoc1"] { color: red } [data-v=${value}] { color: red }
        .x::before { content: "\\00004deriadoc1" } .x { --${value}: 1; color: var(--${value}); font-family: ${value}, serif; animation: ${value} 2s }
        @keyframes ${value} { from { opacity: 0 } } @container (style(--u: ${value})) { .x { color: red } } /* ${value} */
        @font-face { font-family: ${value}; src: local(${value}) } @layer ${value} { .x { color: red } }
      </style>`;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`.v-${value} { color: red } .y::after { content: "${value}" }`);
      document.adoptedStyleSheets = [sheet];
    },
    leaks: ['eriadoc1'],
  },
  {
    name: 'the name of an element',
    value: 'meriadoc2',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><x-${value}>x</x-${value}><div part="${value}" id="${value}" class="${value}" data-u="${value}">x</div>`;
      customElements.define(`x-${value}`, class extends HTMLElement {});
    },
    leaks: ['meriadoc2'],
  },
  {
    name: 'the picture behind masked text',
    value: 'zqavatar',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<style>.pic-of { background: url(/pictures/${value}-a.png) } .everybody { background: url(/pictures/plain.png) }</style>
        <div class="secret"><i class="pic-of everybody">x</i></div><i class="everybody">x</i><div class="secret" id="in">x</div>`;
      const root = (document.getElementById('in') as HTMLElement).attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`:host { background: url(/pictures/${value}-b.png); --who: ${value}-c }`);
      root.adoptedStyleSheets = [sheet];
    },
    leaks: ['zqavatar'],
  },
  {
    name: 'what is slotted into a masked place',
    value: 'zqslotted',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = '<x-slotting></x-slotting>';
      const host = stage.firstElementChild as HTMLElement;
      host.attachShadow({ mode: 'closed' }).innerHTML = '<section class="secret"><slot></slot></section>';
      host.innerHTML = `${value}-a <b title="${value}-b">${value}-c</b>`;
    },
    leaks: ['zqslotted'],
  },
  {
    name: 'a frame of the page',
    value: 'Gamgee-4713',
    before: () => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML =
        '<input class="secret"><iframe srcdoc="<p id=p>frame-is-here</p><input class=secret>" width="200" height="60"></iframe><p id="echo"></p>';
    },
    until: 'frame-is-here',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      const inside = (stage.querySelector('iframe') as HTMLIFrameElement).contentDocument as Document;
      (stage.firstElementChild as HTMLInputElement).value = value;
      (inside.getElementById('p') as HTMLElement).textContent = `frame-knows ${value}`;
      (inside.querySelector('input') as HTMLInputElement).value = 'Cotton-4714';
      (document.getElementById('echo') as HTMLElement).textContent = 'page-knows Cotton-4714';
    },
    after: 'frame-knows',
    leaks: ['Gamgee', 'Cotton'],
  },
];

/** Ways in which a page tells how long something masked is, or what was chosen: the same steps with two values must leave as the same. */
export interface Measure {
  readonly name: string;
  readonly values: readonly [string, string];
  readonly before?: (value: string) => unknown;
  readonly until?: string;
  readonly show: (value: string) => unknown;
}

export const measures: readonly Measure[] = [
  {
    name: 'the size of a field that grows with its text',
    values: ['ab', 'a much longer text than that one'],
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = '<input class="secret"><textarea class="secret"></textarea>';
      for (const field of stage.children as Iterable<HTMLInputElement>) {
        field.value = value;
        field.setAttribute('size', String(value.length));
        field.setAttribute('cols', String(value.length));
        field.style.width = `${value.length}ch`;
        field.style.height = `${value.length}px`;
        field.style.flexBasis = `${value.length}px`;
      }
    },
  },
  {
    name: 'the size of the box that stands for something hidden',
    values: ['ab', 'a much longer text than that one'],
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<b class="gone">${value}</b><p class="gone">${value} ${value}</p><p><i class="gone" style="display:inline-block">${value}</i></p>
        <div style="display:flex"><p class="gone">${value}</p></div><p class="gone" style="position:absolute">${value}</p><p class="gone" style="float:left">${value}</p>`;
    },
  },
  {
    name: 'how far something masked is scrolled',
    values: ['short '.repeat(200), 'long '.repeat(900)],
    before: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<div class="secret" style="width:200px;height:50px;overflow:auto">${value}</div>`;
    },
    show: () => {
      const inside = document.querySelector('#stage .secret') as HTMLElement;
      inside.scrollTop = 1e6;
      inside.dispatchEvent(new Event('scroll'));
    },
  },
  {
    name: 'where a selection ends behind an echo',
    values: ['Brandybuck1', 'Proudfoot-the-Elder'],
    before: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><p>Hello ${value}!</p>`;
    },
    show: () => {
      const text = document.querySelector('#stage p')?.firstChild as Text;
      getSelection()?.setBaseAndExtent(text, 2, text, text.length);
    },
  },
  {
    name: 'how often something was typed',
    values: ['ab', 'a longer one'],
    before: () => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = '<input class="secret" value="x"><textarea class="secret">x</textarea><div class="secret" contenteditable>x</div>';
    },
    show: async (value) => {
      const [input, area, div] = [...document.querySelectorAll('#stage .secret')] as [HTMLInputElement, HTMLTextAreaElement, HTMLElement];
      for (const letter of value) {
        for (const field of [input, area]) {
          field.value += letter;
          field.dispatchEvent(new InputEvent('input', { bubbles: true, data: letter }));
        }
        (div.firstChild as Text).data += letter;
        // A flush of its own for each letter: they come at most every 16 ms.
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      }
    },
  },
  {
    name: 'which of several was chosen',
    values: ['0', '2'],
    before: () => {
      const stage = document.getElementById('stage') as HTMLElement;
      const radios = (name: string, mask: string): string => `<input ${mask} type="radio" name="${name}">`.repeat(3);
      stage.innerHTML = `<form class="secret">${radios('r', '')}<select><option>a<option>b<option>c</select></form><p>${radios('s', 'class="secret"')}</p>`;
    },
    show: async (value) => {
      for (const name of ['r', 's']) {
        const radio = document.querySelectorAll(`[name=${name}]`)[Number(value)] as HTMLInputElement;
        radio.click();
        radio.focus();
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      }
      (document.querySelector('#stage select') as HTMLSelectElement).selectedIndex = Number(value);
      (document.activeElement as HTMLElement).blur();
    },
  },
];
