/** Further ways of a page to repeat a masked value: in pieces of several fields, in names that it makes up, in places that are no text. */
import type { Echo } from './echoes.ts';

/** As `echoes`: written out in each row, because a function that goes into the page takes nothing along. */
export const moreEchoes: readonly Echo[] = [
  {
    name: 'a code of boxes for one digit each, and a date of three fields',
    value: '739215',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      const boxes = [...value].map((digit) => `<span><input class="secret" maxlength="1" value="${digit}"></span>`).join('');
      stage.innerHTML = `<form>${boxes}</form><p>The code ${value} is wrong</p><p>Not 739 215 either</p>
        <fieldset><input class="secret" value="14"><select class="secret"><option value="02">Feb<option value="03" selected>Mar</select><input class="secret" value="1962"></fieldset>
        <p>Born on 14/03/1962, or 14.3.1962</p>`;
    },
    leaks: ['739215', '739 215', '14/03', '14.3'],
  },
  {
    name: 'what a list made of a field that it empties in the same breath',
    value: 'Zwackel-81',
    before: () => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = '<input class="secret"><p></p>';
      const [input, list] = [stage.children[0] as HTMLInputElement, stage.children[1] as HTMLElement];
      input.addEventListener('input', () => {
        list.append(`[${input.value}]`);
        input.value = '';
      });
    },
    show: (value) => {
      (document.querySelector('#stage input') as HTMLElement).focus();
      document.execCommand('insertText', false, value);
      const script = document.querySelector('#stage input') as HTMLInputElement;
      script.value = `${value}-b`;
      document.querySelector('#stage p')?.append(`(${script.value})`);
      script.value = '';
      script.blur();
    },
    leaks: ['Zwackel'],
  },
  {
    name: 'the chosen words of a list, and one that holds a number',
    value: '4929 1234 0815',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<select class="secret"><option>Current account ${value}<option>Hobbiton<option value="m" selected>Michel Delving</select>
        <p>You live in Michel Delving, not in Hobbiton</p><p>from account ${value}</p>`;
    },
    leaks: ['Michel', '4929 1234'],
    stays: ['not in Hobbiton'],
  },
  {
    name: 'names of attributes, of elements without a dash, of states and parts',
    value: 'quorlam82',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><style>[data-${value}] { color: red } x-${value} > b { color: red }
        :state(${value}), ::part(${value}), ::highlight(${value}), ::view-transition-old(${value}), :lang(${value}) { color: red }</style>
        <p aria-${value}="x" data-${value}="x" ${value}="x" lang="${value}">x</p><${value}>x</${value}><svg><g ${value}="1" id="${value}"/><use href="#${value}"/><a href="#${value}"><text>${value}</text></a>
        <title>${value}</title><desc>${value}</desc><path d="M0 0" class="${value}" clip-path="url(#${value})"/></svg><math><mi>${value}</mi></math><img src="#${value}">`;
    },
    leaks: ['uorlam82'],
  },
  {
    name: 'what moves: names of keyframes, and of properties',
    value: 'Dunfrip83',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><style>@keyframes ${value} { to { top: 1px } } .moves { animation: ${value} 9s } .moves::after { content: 'x' }</style><i class="moves">x</i>`;
      const moving = document.querySelector('#stage i') as HTMLElement;
      moving.animate([{ [`--${value}`]: '1' }, { [`--${value}`]: `"${value}"` }], { duration: 9000, id: value });
      document.fonts.add(new FontFace(value, `local(${value})`));
    },
    leaks: ['Dunfrip83'],
  },
  {
    name: 'places that are no text',
    value: 'Brolmex84',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><input id="other" placeholder="${value}" list="l" name="${value}" title="${value}" aria-valuetext="${value}" pattern="${value}">
        <datalist id="l"><option value="${value}" label="${value}">${value}</datalist><output>${value}</output><meter value="1" title="${value}">${value}</meter><progress title="${value}">${value}</progress>
        <video><track label="${value}" src="data:text/vtt,WEBVTT ${value}"></video><map name="${value}"><area alt="${value}" href="/${value}"></map><img alt="${value}" usemap="#${value}">
        <details name="${value}"><summary>${value}</summary></details><label for="${value}">x</label><ol start="1" title="${value}"><li>x</ol><iframe name="${value}" title="${value}" srcdoc="${value}" hidden></iframe>
        <button value="${value}" popovertarget="${value}" form="${value}">x</button><a href="/${value}" hreflang="${value}" ping="/${value}" download="${value}">x</a><object data="/${value}">${value}</object>
        <table summary="${value}"><td headers="${value}" abbr="${value}" axis="${value}">x</table><p itemprop="${value}" slot="${value}" is="${value}" part="${value}" exportparts="${value}" draggable="true">x</p>`;
      const other = document.getElementById('other') as HTMLInputElement;
      other.setCustomValidity(value);
      other.reportValidity();
      const track = (document.querySelector('#stage video') as HTMLVideoElement).addTextTrack('captions', value);
      track.mode = 'showing';
      track.addCue(new VTTCue(0, 9, value));
      (document.querySelector('#stage output') as HTMLOutputElement).value = value;
      history.replaceState({ who: value }, '', `#${value}`);
      getSelection()?.selectAllChildren(document.querySelector('#stage output') as Node);
      other.setCustomValidity('');
      history.replaceState(null, '', location.pathname);
    },
    leaks: ['Brolmex84'],
  },
  {
    name: 'numbers that count, where no words are',
    value: '47110815',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<input class="secret" value="${value}"><p style="counter-reset: a ${value}; --n: ${value}; content: '${value}'">x</p><li value="${value}">x</li>
        <meter max="99999999" value="${value}"></meter><progress max="99999999" value="${value}"></progress><ol start="${value}"><li>x</ol><input type="range" max="99999999" min="${value}">`;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`.n::after { counter-set: a ${value}; content: counter(a) }`);
      document.adoptedStyleSheets = [sheet];
    },
    leaks: ['47110815'],
  },
  {
    name: 'the title and a text, cut off in the middle of it',
    value: 'Skattle-the-Magnificent-86',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = '<input class="secret">';
      (stage.firstElementChild as HTMLInputElement).value = value;
      document.title = `${'.'.repeat(490)}${value}`;
      document.dispatchEvent(new Event('visibilitychange'));
      document.title = '';
      stage.append(`${' '.repeat((1 << 20) - 9)}${value}`);
    },
    leaks: ['Skattle'],
  },
  {
    name: 'what sheets write into masked places, in a <style> that comes later',
    value: 'Zqsaid',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = `<style>@property --far { syntax: '*'; inherits: true; initial-value: "${value}-far" }
        .secret em::after { content: "a;b" "${value}-a" } .secret li { list-style-type: "${value}-list" } .secret q { quotes: "${value}-quotes" "" }
        .secret b { text-emphasis-style: "${value}-emphasis" } .secret i::after { content: var(--above) } .secret u::after { content: attr(data-of) }
        .secret s::after { content: var(--far) } .secret a { background: image-set("/pictures/${value}-set.png" 1x) } .secret a { cursor: url(/pictures/${value}-cursor.png), auto }
        .told::after { content: "Pippin" "-the-" 'Third' } .told::before { content: "Pip" / "pin-the-Third"; --c: "Pippin-the" "-Third" }</style>
        <div style="--above: '${value}-above'"><ul class="secret"><li>x <em>x</em> <q>x</q> <b>x</b> <i>x</i> <u data-of="${value}-of">x</u> <s>x</s> <a>x</a></ul></div><p>${value}-of</p>
        <svg style="display: none"><symbol id="drawn"><title>An icon</title><text>${value}-drawn</text></symbol></svg><svg class="secret"><use href="#drawn"/></svg>
        <input class="secret" value="Pippin-the-Third"><p class="told">An icon</p>`;
    },
    leaks: ['Zqsaid', 'Pippin', 'Third'],
    stays: ['An icon'],
  },
  {
    name: 'the same in sheets that change, and in shadow roots',
    value: 'Zqchanged',
    before: () => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = '<style></style><style></style><p class="secret"><em>x</em><b>x</b></p><x-styled></x-styled>';
    },
    show: (value) => {
      const [text, rules] = document.querySelectorAll<HTMLStyleElement>('#stage style');
      (text as HTMLStyleElement).textContent = `.secret em::after { content: '${value}-text' }`;
      rules?.sheet?.insertRule(`.secret b::after { content: '${value}-rule' }`);
      const root = (document.querySelector('#stage x-styled') as HTMLElement).attachShadow({ mode: 'closed' });
      root.innerHTML = `<style>.secret em::after { content: '${value}-root' }</style><p class="secret"><em>x</em></p>`;
    },
    leaks: ['Zqchanged'],
  },
  {
    name: 'what newer elements and attributes hold in a masked place',
    value: 'Zqnewer',
    show: (value) => {
      const stage = document.getElementById('stage') as HTMLElement;
      const names =
        'aria-description aria-braillelabel aria-valuetext interestfor commandfor command anchor writingsuggestions elementtiming itemid exportparts part role nonce'.split(
          ' ',
        );
      if (!customElements.get('x-newer'))
        customElements.define(
          'x-newer',
          class extends HTMLElement {
            static readonly formAssociated = true;
            constructor() {
              super();
              const internals = this.attachInternals();
              const name = 'Zqnewer';
              internals.ariaLabel = name;
              internals.states.add(name);
              internals.setFormValue(name);
              internals.setValidity({ customError: true }, name);
              this.attachShadow({ mode: 'closed' }).innerHTML = `<p>${name}</p><style>:host(:state(${name})) { color: red }</style>`;
            }
          },
        );
      stage.innerHTML = `<div class="secret"><p ${names.map((name) => `${name}="${value}"`).join(' ')} popover
          style="view-transition-name: ${value}; anchor-name: --${value}; list-style-type: '${value}'; counter-reset: ${value} 3; offset-path: url(#${value})">${value}</p>
        <svg aria-label="${value}"><title>${value}</title><metadata>${value}</metadata><foreignObject><p>${value}</p></foreignObject></svg>
        <math alttext="${value}"><semantics><mi>x</mi><annotation>${value}</annotation></semantics></math><data value="${value}">x</data>
        <progress max="100" value="83.7261"></progress><meter max="100" value="83.7261"></meter><x-newer></x-newer>
        <iframe srcdoc="<p>${value}</p>" name="${value}"></iframe><object data="data:text/html,${value}" name="${value}">${value}</object></div>
        <style>select, ::picker(select) { appearance: base-select }</style>
        <select><button><selectedcontent></selectedcontent></button><option class="secret" value="${value}" label="${value}">${value}</option></select>
        <select><button><selectedcontent></selectedcontent></button><option><span class="secret">${value}</span></option></select>`;
      const masked = document.querySelector('#stage p') as HTMLElement;
      const range = new Range();
      range.selectNodeContents(masked);
      CSS.highlights.set(value, new Highlight(range));
      masked.animate([{ '--x': `"${value}"`, backgroundImage: `url(/${value}.png)`, width: '837.261px' }, {}], {
        duration: 9000,
        id: value,
      });
    },
    leaks: ['Zqnewer', '83.7261', '837.261'],
  },
];
