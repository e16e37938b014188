/**
 * The net under same-window navigation: what a rewrite, a setter or a guard missed still fires `navigate` here before a
 * request leaves, and is done again on the label. (Bare `location = url` is left to this on purpose.)
 */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

/** As far as we use it; the DOM types of this compiler do not know the Navigation API. */
interface NavigateEvent extends Event {
  readonly navigationType: 'push' | 'replace' | 'reload' | 'traverse';
  readonly destination: { readonly url: string };
  readonly formData: FormData | null;
  readonly sourceElement?: Element | null;
}

export function install(page: Page): void {
  const { window, natives, disguise } = page;
  const navigation: unknown = Reflect.get(window, 'navigation');
  const kinds = window as unknown as Record<string, { prototype: object } | undefined>; // constructors that the DOM types lack
  if (!(navigation instanceof window.EventTarget)) return;
  const destinationUrl = Object.getOwnPropertyDescriptor(kinds['NavigationDestination']?.prototype ?? {}, 'url')?.get;

  natives.addEventListener(navigation, 'navigate', (event: NavigateEvent) => {
    if (!destinationUrl || !event.cancelable) return;
    const url = apply(destinationUrl, event.destination, []) as string; // the standard's USVString
    const mapped = page.toGateway(url, event.formData ? undefined : 'link');
    if (mapped === url) return;
    natives.stopImmediatePropagation(event);
    natives.preventDefault(event);
    if (event.formData) submitAgain(page, mapped, event.formData, event.sourceElement);
    else if (event.navigationType === 'replace') natives.location.replace(mapped);
    else natives.location.assign(mapped);
  });

  for (const name of ['NavigationDestination', 'NavigationHistoryEntry']) {
    disguise.accessor(kinds[name]?.prototype, 'url', (native) => {
      const url = native();
      return typeof url === 'string' ? page.toTarget(url) : url;
    });
  }
  disguise.method(Reflect.getPrototypeOf(navigation) ?? undefined, 'navigate', (native, self, args) => {
    const mapped = args.length > 0 ? [page.markup.url(`${args[0] as string}`, 'link'), ...args.slice(1)] : args; // converts like the browser
    return apply(native, self, mapped);
  });
}

/** A POST that was on its way out: the same fields in a form of ours, which is gone before anybody can look. */
function submitAgain(page: Page, action: string, data: FormData, source: Element | null | undefined): void {
  const { natives, document, window } = page;
  const form = natives.createElement(document, 'form');
  natives.setAttribute(form, 'method', 'post');
  natives.setAttribute(form, 'action', action);
  natives.setAttribute(form, 'hidden', '');
  const files = [...data.values()].some((value) => typeof value !== 'string');
  const owner = source && (natives.localName(source) === 'form' ? source : (source as HTMLInputElement).form); // a submitter has one
  const encoding = (owner && natives.getAttribute(owner, 'enctype')) ?? (files ? 'multipart/form-data' : '');
  if (encoding) natives.setAttribute(form, 'enctype', encoding);
  for (const [name, value] of data) {
    const input = natives.createElement(document, 'input') as HTMLInputElement; // by its tag
    natives.setAttribute(input, 'name', name);
    if (typeof value === 'string') {
      natives.setAttribute(input, 'type', 'hidden');
      natives.setInputValue(input, value);
    } else {
      natives.setAttribute(input, 'type', 'file');
      const transfer = new window.DataTransfer();
      transfer.items.add(value);
      input.files = transfer.files;
    }
    natives.appendChild(form, input);
  }
  natives.appendChild(natives.documentElement(document), form);
  natives.formSubmit(form as HTMLFormElement); // by its tag
  natives.remove(form);
}
