/**
 * The browser's own functions, taken before the first script of the page runs and before our overrides stand: the page may
 * replace every one of them, and ours tell the page's address instead of the gateway's. One set per realm.
 */

/** Kept before anybody can replace it; the same function serves every realm. */
export const { apply } = Reflect;

export type RealmWindow = Window & typeof globalThis;

// Methods are kept as functions of their receiver: `appendChild(parent, node)`. A bound `call` is beyond the page's reach.
type AnyFunction = (...args: never[]) => unknown;
type Uncurried<T, F> = F extends (...args: infer A) => infer R ? (self: T, ...args: A) => R : never;

const bindCall = Function.prototype.bind.bind(Function.prototype.call) as (fn: unknown) => AnyFunction; // bind's own type loses this use

/** `fn` with its receiver as the first argument. */
export function uncurry<T, A extends unknown[], R>(fn: (this: T, ...args: A) => R): (self: T, ...args: A) => R {
  return bindCall(fn) as (self: T, ...args: A) => R; // bindCall changes only how the receiver is given
}

/** The method `name` of `proto`, receiver first. What the browser lacks throws only when it is called. */
export function method<T extends object, K extends keyof T & string>(proto: T, name: K): Uncurried<T, T[K]> {
  const fn: unknown = findDescriptor(proto, name)?.value;
  return bindCall(typeof fn === 'function' ? fn : missing(name)) as Uncurried<T, T[K]>; // the value of T[K], uncurried
}

/** The getter of the accessor `name` of `proto`, receiver first. */
export function getter<T extends object, K extends keyof T & string>(proto: T, name: K): (self: T) => T[K] {
  return bindCall(findDescriptor(proto, name)?.get ?? missing(name)) as (self: T) => T[K]; // the accessor's type is the property's
}

/** The setter of the accessor `name` of `proto`, receiver first. */
export function setter<T extends object, K extends keyof T & string>(proto: T, name: K): (self: T, value: T[K]) => void {
  return bindCall(findDescriptor(proto, name)?.set ?? missing(name)) as (self: T, value: T[K]) => void; // as above
}

/** The descriptor of `name` on `object` or the nearest prototype that has it. */
export function findDescriptor(object: object, name: PropertyKey): PropertyDescriptor | undefined {
  for (let at: object | null = object; at; at = Object.getPrototypeOf(at) as object | null) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found) return found;
  }
  return undefined;
}

function missing(name: string): () => never {
  return () => {
    throw new TypeError(`this browser has no ${name}`);
  };
}

export type Natives = ReturnType<typeof takeNatives>;

/** All natives of one realm. Cheap enough (about 150 look-ups) to be taken whole for every new realm. */
export function takeNatives(window: RealmWindow) {
  const { Node, Element, HTMLElement, Document, EventTarget, CharacterData, Attr, CSSStyleSheet, CSSRule, MutationObserver } = window;
  const { HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement, HTMLOptionElement, HTMLIFrameElement, HTMLFormElement } = window;
  const { XMLHttpRequest, Storage, History, DocumentFragment, ShadowRoot, Event } = window;
  return {
    // -- nodes
    childNodes: getter(Node.prototype, 'childNodes'),
    firstChild: getter(Node.prototype, 'firstChild'),
    nextSibling: getter(Node.prototype, 'nextSibling'),
    parentNode: getter(Node.prototype, 'parentNode'),
    parentElement: getter(Node.prototype, 'parentElement'),
    nodeType: getter(Node.prototype, 'nodeType'),
    ownerDocument: getter(Node.prototype, 'ownerDocument'),
    isConnected: getter(Node.prototype, 'isConnected'),
    childElementCount: getter(Element.prototype, 'childElementCount'),
    clientWidth: getter(Element.prototype, 'clientWidth'),
    clientHeight: getter(Element.prototype, 'clientHeight'),
    contains: method(Node.prototype, 'contains'),
    getRootNode: method(Node.prototype, 'getRootNode'),
    baseURI: getter(Node.prototype, 'baseURI'),
    textContent: getter(Node.prototype, 'textContent'),
    setTextContent: setter(Node.prototype, 'textContent'),
    appendChild: method(Node.prototype, 'appendChild') as (parent: Node, child: Node) => Node, // generic in the DOM types
    removeChild: method(Node.prototype, 'removeChild') as (parent: Node, child: Node) => Node, // as above
    data: getter(CharacterData.prototype, 'data'),
    setData: setter(CharacterData.prototype, 'data'),

    // -- elements
    localName: getter(Element.prototype, 'localName'),
    namespaceURI: getter(Element.prototype, 'namespaceURI'),
    attributes: getter(Element.prototype, 'attributes'),
    getAttribute: method(Element.prototype, 'getAttribute'),
    getAttributeNS: method(Element.prototype, 'getAttributeNS'),
    setAttribute: method(Element.prototype, 'setAttribute'),
    setAttributeNS: method(Element.prototype, 'setAttributeNS'),
    hasAttribute: method(Element.prototype, 'hasAttribute'),
    removeAttribute: method(Element.prototype, 'removeAttribute'),
    getAttributeNames: method(Element.prototype, 'getAttributeNames'),
    attrName: getter(Attr.prototype, 'name'),
    attrValue: getter(Attr.prototype, 'value'),
    setAttrValue: setter(Attr.prototype, 'value'),
    attrOwner: getter(Attr.prototype, 'ownerElement'),
    id: getter(Element.prototype, 'id'),
    className: getter(Element.prototype, 'className'),
    matches: method(Element.prototype, 'matches') as (element: Element, selector: string) => boolean, // overloads of the DOM types
    closest: method(Element.prototype, 'closest') as (element: Element, selector: string) => Element | null, // as above
    querySelector: method(Element.prototype, 'querySelector') as (root: Element, selector: string) => Element | null, // as above
    querySelectorAll: method(Element.prototype, 'querySelectorAll') as (root: Element, selector: string) => NodeListOf<Element>, // as above
    append: method(Element.prototype, 'append'),
    remove: method(Element.prototype, 'remove'),
    attachShadow: method(Element.prototype, 'attachShadow'),
    shadowRoot: getter(Element.prototype, 'shadowRoot'),
    animationsOf: method(Element.prototype, 'getAnimations'),
    shadowHost: getter(ShadowRoot.prototype, 'host'),
    shadowMode: getter(ShadowRoot.prototype, 'mode'),
    adoptedStyleSheets: getter(Document.prototype, 'adoptedStyleSheets'),
    shadowAdoptedStyleSheets: getter(ShadowRoot.prototype, 'adoptedStyleSheets'),
    setShadowAdoptedStyleSheets: setter(ShadowRoot.prototype, 'adoptedStyleSheets'),
    getBoundingClientRect: method(Element.prototype, 'getBoundingClientRect'),
    getClientRects: method(Element.prototype, 'getClientRects'),
    scrollTop: getter(Element.prototype, 'scrollTop'),
    scrollLeft: getter(Element.prototype, 'scrollLeft'),
    setScrollTop: setter(Element.prototype, 'scrollTop'),
    setScrollLeft: setter(Element.prototype, 'scrollLeft'),
    scrollIntoView: method(Element.prototype, 'scrollIntoView'),
    focus: method(HTMLElement.prototype, 'focus'),
    blur: method(HTMLElement.prototype, 'blur'),
    click: method(HTMLElement.prototype, 'click'),
    isContentEditable: getter(HTMLElement.prototype, 'isContentEditable'),

    // -- fields
    inputType: getter(HTMLInputElement.prototype, 'type'),
    inputValue: getter(HTMLInputElement.prototype, 'value'),
    setInputValue: setter(HTMLInputElement.prototype, 'value'),
    inputFiles: getter(HTMLInputElement.prototype, 'files'),
    inputChecked: getter(HTMLInputElement.prototype, 'checked'),
    inputIndeterminate: getter(HTMLInputElement.prototype, 'indeterminate'),
    inputSelectionStart: getter(HTMLInputElement.prototype, 'selectionStart'),
    inputSelectionEnd: getter(HTMLInputElement.prototype, 'selectionEnd'),
    inputSetSelectionRange: method(HTMLInputElement.prototype, 'setSelectionRange'),
    textAreaValue: getter(HTMLTextAreaElement.prototype, 'value'),
    setTextAreaValue: setter(HTMLTextAreaElement.prototype, 'value'),
    textAreaSelectionStart: getter(HTMLTextAreaElement.prototype, 'selectionStart'),
    textAreaSelectionEnd: getter(HTMLTextAreaElement.prototype, 'selectionEnd'),
    textAreaSetSelectionRange: method(HTMLTextAreaElement.prototype, 'setSelectionRange'),
    selectOptions: getter(HTMLSelectElement.prototype, 'options'),
    selectValue: getter(HTMLSelectElement.prototype, 'value'),
    optionSelected: getter(HTMLOptionElement.prototype, 'selected'),
    setOptionSelected: setter(HTMLOptionElement.prototype, 'selected'),
    formElements: getter(HTMLFormElement.prototype, 'elements'),
    formSubmit: method(HTMLFormElement.prototype, 'submit'),
    formRequestSubmit: method(HTMLFormElement.prototype, 'requestSubmit'),
    canvasContext: method(window.HTMLCanvasElement.prototype, 'getContext') as (
      canvas: HTMLCanvasElement,
      kind: '2d',
    ) => CanvasRenderingContext2D | null, // overloads of the DOM types
    canvasToBlob: method(window.HTMLCanvasElement.prototype, 'toBlob'),
    drawImage: method(window.CanvasRenderingContext2D.prototype, 'drawImage') as (
      context: CanvasRenderingContext2D,
      image: CanvasImageSource,
      x: number,
      y: number,
      width: number,
      height: number,
    ) => void, // as above
    fillRect: method(window.CanvasRenderingContext2D.prototype, 'fillRect'),
    setFillStyle: setter(window.CanvasRenderingContext2D.prototype, 'fillStyle'),

    // -- documents and frames
    contentWindow: getter(HTMLIFrameElement.prototype, 'contentWindow'),
    frameWindow: getter(window.HTMLFrameElement.prototype, 'contentWindow'),
    objectWindow: getter(window.HTMLObjectElement.prototype, 'contentWindow'),
    embedDocument: method(window.HTMLEmbedElement.prototype, 'getSVGDocument'),
    createRange: method(Document.prototype, 'createRange'),
    documentElement: getter(Document.prototype, 'documentElement'),
    body: getter(Document.prototype, 'body'),
    head: getter(Document.prototype, 'head'),
    activeElement: getter(Document.prototype, 'activeElement'),
    defaultView: getter(Document.prototype, 'defaultView'),
    currentScript: getter(Document.prototype, 'currentScript'),
    readyState: getter(Document.prototype, 'readyState'),
    visibilityState: getter(Document.prototype, 'visibilityState'),
    title: getter(Document.prototype, 'title'),
    domain: getter(Document.prototype, 'domain'),
    setDomain: setter(Document.prototype, 'domain'),
    documentURL: getter(Document.prototype, 'URL'),
    referrer: getter(Document.prototype, 'referrer'),
    cookie: getter(Document.prototype, 'cookie'),
    setCookie: setter(Document.prototype, 'cookie'),
    styleSheets: getter(Document.prototype, 'styleSheets'),
    createElement: method(Document.prototype, 'createElement') as (document: Document, tag: string) => HTMLElement, // overloads of the DOM types
    createElementNS: method(Document.prototype, 'createElementNS') as (document: Document, namespace: string, tag: string) => Element, // as above
    elementFromPoint: method(Document.prototype, 'elementFromPoint'),
    shadowElementFromPoint: method(ShadowRoot.prototype, 'elementFromPoint'),
    documentQuery: method(Document.prototype, 'querySelector') as (document: Document, selector: string) => Element | null, // as above
    documentQueryAll: method(Document.prototype, 'querySelectorAll') as (document: Document, selector: string) => NodeListOf<Element>, // as above
    fragmentQueryAll: method(DocumentFragment.prototype, 'querySelectorAll') as (
      root: DocumentFragment,
      selector: string,
    ) => NodeListOf<Element>, // as above
    getSelection: method(Document.prototype, 'getSelection'),
    modifySelection: method(window.Selection.prototype, 'modify'),
    setSelection: method(window.Selection.prototype, 'setBaseAndExtent'),
    execCommand: method(Document.prototype, 'execCommand'),
    hasFocus: method(Document.prototype, 'hasFocus'),
    selectionIsCollapsed: getter(window.Selection.prototype, 'isCollapsed'),
    selectionAnchor: getter(window.Selection.prototype, 'anchorNode'),
    selectionAnchorOffset: getter(window.Selection.prototype, 'anchorOffset'),
    selectionFocus: getter(window.Selection.prototype, 'focusNode'),
    selectionFocusOffset: getter(window.Selection.prototype, 'focusOffset'),
    documentAnimations: method(Document.prototype, 'getAnimations') as unknown as (document: Document) => Animation[], // of the mixin DocumentOrShadowRoot
    fullscreenElement: getter(Document.prototype, 'fullscreenElement'),
    write: method(Document.prototype, 'write'),

    // -- script and style
    cssRules: getter(CSSStyleSheet.prototype, 'cssRules'),
    ruleText: getter(CSSRule.prototype, 'cssText'),
    parentStyleSheet: getter(CSSRule.prototype, 'parentStyleSheet'),
    sheetDisabled: getter(window.StyleSheet.prototype, 'disabled') as (sheet: StyleSheet) => boolean, // the getter half
    CSSStyleSheet,
    replaceSheet: method(CSSStyleSheet.prototype, 'replaceSync'),
    propertyValue: method(window.CSSStyleDeclaration.prototype, 'getPropertyValue'),
    setProperty: method(window.CSSStyleDeclaration.prototype, 'setProperty'),
    getComputedStyle: window.getComputedStyle.bind(window),
    supports: window.CSS.supports.bind(window.CSS) as (property: string, value: string) => boolean, // the form with two arguments
    Touch: window.Touch,
    TouchEvent: window.TouchEvent,
    /** A finger is what points here first of all. */
    isTouched: () => 'Touch' in window && window.matchMedia('(pointer: coarse)').matches,

    // -- events
    addEventListener: method(EventTarget.prototype, 'addEventListener') as (
      target: EventTarget,
      type: string,
      listener: (event: never) => void,
      options?: AddEventListenerOptions | boolean,
    ) => void, // listeners take the event of their type
    removeEventListener: method(EventTarget.prototype, 'removeEventListener') as (
      target: EventTarget,
      type: string,
      listener: (event: never) => void,
      options?: EventListenerOptions | boolean,
    ) => void, // as above
    dispatchEvent: method(EventTarget.prototype, 'dispatchEvent'),
    composedPath: method(Event.prototype, 'composedPath'),
    preventDefault: method(Event.prototype, 'preventDefault'),
    stopImmediatePropagation: method(Event.prototype, 'stopImmediatePropagation'),
    eventTarget: getter(Event.prototype, 'target'),
    messageOrigin: getter(window.MessageEvent.prototype, 'origin'),
    messageData: getter(window.MessageEvent.prototype, 'data'),
    messageSource: getter(window.MessageEvent.prototype, 'source'),
    Event,
    MouseEvent: window.MouseEvent,
    PointerEvent: window.PointerEvent,
    KeyboardEvent: window.KeyboardEvent,
    InputEvent: window.InputEvent,
    WheelEvent: window.WheelEvent,
    DragEvent: window.DragEvent,
    ClipboardEvent: window.ClipboardEvent,
    CompositionEvent: window.CompositionEvent,
    DataTransfer: window.DataTransfer,
    MutationObserver,
    ResizeObserver: window.ResizeObserver,

    // -- network and time
    fetch: window.fetch.bind(window),
    XMLHttpRequest,
    xhrOpen: method(XMLHttpRequest.prototype, 'open') as (
      request: XMLHttpRequest,
      verb: string,
      url: string,
      async?: boolean,
      user?: string | null,
      password?: string | null,
    ) => void, // overloads of the DOM types
    xhrSend: method(XMLHttpRequest.prototype, 'send'),
    xhrSetHeader: method(XMLHttpRequest.prototype, 'setRequestHeader'),
    xhrStatus: getter(XMLHttpRequest.prototype, 'status'),
    xhrText: getter(XMLHttpRequest.prototype, 'responseText'),
    Worker: window.Worker,
    WebSocket: window.WebSocket,
    socketSend: method(window.WebSocket.prototype, 'send'),
    socketClose: method(window.WebSocket.prototype, 'close'),
    socketBuffered: getter(window.WebSocket.prototype, 'bufferedAmount'),
    MessageChannel: window.MessageChannel,
    setTimeout: window.setTimeout.bind(window) as (handler: () => void, ms?: number) => number, // strings are not for us
    clearTimeout: window.clearTimeout.bind(window),
    setInterval: window.setInterval.bind(window) as (handler: () => void, ms?: number) => number, // as above
    clearInterval: window.clearInterval.bind(window),
    requestAnimationFrame: window.requestAnimationFrame.bind(window),
    queueMicrotask: window.queueMicrotask.bind(window),
    now: window.performance.now.bind(window.performance),
    dateNow: window.Date.now,

    // -- the window
    /** Any window, of any origin, as receiver. */
    /** For who must be named as the sender: `page.here`. */
    barePostMessage: window.postMessage as AnyFunction, // it takes what it is given
    postMessage: bindCall(window.postMessage) as (
      target: Window,
      message: unknown,
      targetOrigin: string,
      transfer?: Transferable[],
    ) => void, // the form with three arguments
    open: window.open.bind(window),
    windowLength: ownGetter(window, 'length') as (target: Window) => number, // Window.length
    windowSelf: ownGetter(window, 'self') as (target: unknown) => Window, // throws for what is no window; never for another origin
    location: window.location,
    /** `null` in a sandboxed frame, whatever its address. */
    origin: ownerOrigin(window),
    history: window.history,
    historyGo: method(History.prototype, 'go'),
    historyReplace: method(History.prototype, 'replaceState'),
    sessionStorage: storageOf(window),
    storageGet: method(Storage.prototype, 'getItem'),
    storageSet: method(Storage.prototype, 'setItem'),
    storageRemove: method(Storage.prototype, 'removeItem'),
    URL: window.URL,
    Blob: window.Blob,
    eval: window.eval,
    Function: window.Function,
    functionToString: bindCall(window.Function.prototype.toString) as (fn: unknown) => string, // throws for what is no function
    bind: bindCall(window.Function.prototype.bind) as (fn: unknown, self: unknown, ...args: unknown[]) => () => unknown, // bind's own type
    forEach: bindCall(window.Array.prototype.forEach) as (list: object, each: () => unknown) => void, // of anything with a length
    JSON: { parse: window.JSON.parse, stringify: plainStringify(window) },
    DOMException: window.DOMException,
    Error: window.Error,
    TypeError: window.TypeError,
  };
}

function ownGetter(window: RealmWindow, name: 'length' | 'self'): AnyFunction {
  return bindCall(findDescriptor(window, name)?.get ?? missing(name));
}

/** Libraries of old give arrays and texts a `toJSON` of their own (Prototype 1.6), and each message would be a text of a text. */
function plainStringify({ JSON, Object, Array, String, Number }: RealmWindow): (value: unknown) => string {
  const { stringify } = JSON;
  const { deleteProperty, defineProperty, getOwnPropertyDescriptor } = Reflect;
  return (value) => {
    const taken: [object, PropertyDescriptor][] = [];
    for (const { prototype } of [Object, Array, String, Number]) {
      const found = getOwnPropertyDescriptor(prototype, 'toJSON');
      if (found && deleteProperty(prototype, 'toJSON')) taken.push([prototype, found]);
    }
    try {
      return stringify(value);
    } finally {
      for (const [prototype, found] of taken) defineProperty(prototype, 'toJSON', found);
    }
  };
}

function ownerOrigin(window: RealmWindow): () => string {
  const native = findDescriptor(window, 'origin')?.get;
  return () => String(native ? apply(native, window, []) : window.location.origin);
}

function storageOf(window: RealmWindow): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined; // a sandboxed or third-party frame may not have any; then nothing is remembered over a reload
  }
}
