/** What customers see of the company: name, logo, colour, words in each language, legal notice; with a picture of it beside. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { checkColor, lightPalette, type Branding } from '../../shared/brand.ts';
import { languages, languageNames, type Language } from '../../words/languages.ts';
import { language as pageLanguage } from '../../words/page.ts';
import { branding, loadBranding, logoCount, saveBranding, saveLogo } from '../branding.ts';
import type { Answer } from '../request.ts';
import { me } from '../sign-in.ts';
import { branding as words, strings } from '../strings.ts';
import { OurMark } from './icons.tsx';
import { Field } from './field.tsx';

/** Ours, while the company has none. */
const COLOR = '#0b6b5d';
const PRODUCT = 'Samepage';
/** What a colour looks like while it is typed. */
const SHAPE = '#000000';

interface Draft {
  readonly product: string;
  readonly color: string;
  readonly endPage: string;
  readonly version: string;
  readonly url: string;
  readonly notice: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<string, Said>>;
}

interface Said {
  readonly greeting?: string | undefined;
  readonly consent?: string | undefined;
  readonly end?: string | undefined;
}

function draftOf({ product, color, endPage, notice, texts }: Branding): Draft {
  return {
    product: product ?? '',
    color: color ?? '',
    endPage: endPage ?? '',
    version: notice?.version ?? '',
    url: notice?.url ?? '',
    notice: notice?.text ?? {},
    texts: texts ?? {},
  };
}

/** What is empty is left out. */
function brandingOf({ product, color, endPage, version, url, notice, texts }: Draft): Branding {
  const filled = <Value,>(value: Readonly<Record<string, Value>>, isFilled: (value: Value) => boolean) =>
    Object.fromEntries(Object.entries(value).filter(([, each]) => isFilled(each)));
  const said = filled(
    Object.fromEntries(
      Object.entries(texts).map(([key, value]) => [
        key,
        filled({ ...value } as Record<string, string>, (text) => (text ?? '').trim() !== ''),
      ]),
    ),
    (value) => Object.keys(value).length > 0,
  );
  const written = filled(notice, (text) => text.trim() !== '');
  const hasNotice = version.trim() !== '' || Object.keys(written).length > 0;
  return {
    ...(product.trim() === '' ? {} : { product: product.trim() }),
    ...(color.trim() === '' ? {} : { color: color.trim() }),
    ...(endPage.trim() === '' ? {} : { endPage: endPage.trim() }),
    ...(hasNotice ? { notice: { version: version.trim(), text: written, ...(url.trim() === '' ? {} : { url: url.trim() }) } } : {}),
    ...(Object.keys(said).length > 0 ? { texts: said } : {}),
  };
}

export function BrandingPage() {
  const draft = useSignal<Draft>(draftOf({}));
  const spoken = useSignal<Language>(pageLanguage);
  const told = useSignal<{ text: string; fault: boolean } | undefined>(undefined);
  const kept = branding.value;
  useEffect(() => {
    void loadBranding().then((answer) => {
      if (!answer.ok) told.value = { text: answer.text, fault: true };
    });
  }, []);
  /** The draft as it came or went last: what was typed since is not written over. */
  const settled = useRef(JSON.stringify(draft.value));
  useLayoutEffect(() => {
    if (!kept) return;
    const fresh = draftOf(kept.branding);
    if (JSON.stringify(draft.value) === settled.current) draft.value = fresh;
    settled.current = JSON.stringify(fresh);
  }, [kept?.version]);
  const set = (change: Partial<Draft>) => (draft.value = { ...draft.value, ...change });
  const say = (answer: Answer<unknown>) => (told.value = { text: answer.ok ? words.saved : answer.text, fault: !answer.ok });
  const now = draft.value;
  const said = now.texts[spoken.value] ?? {};
  const setSaid = (change: Said) => set({ texts: { ...now.texts, [spoken.value]: { ...said, ...change } } });
  const save = async (event: Event) => {
    event.preventDefault();
    settled.current = JSON.stringify(draft.value);
    say(await saveBranding({ branding: brandingOf(draft.value) }));
  };
  return (
    <main class="home accounts" id="main" tabIndex={-1}>
      <section class="stack" aria-labelledby="branding-title" data-testid="branding-page">
        <a class="soft" href="#/">
          {strings.accounts.back}
        </a>
        <div>
          <h1 id="branding-title">{words.title}</h1>
          <p class="soft">{words.lead}</p>
        </div>
        <div class="branding" hidden={!kept && !told.value}>
          <form class="card stack" onSubmit={(event) => void save(event)}>
            <Field
              id="branding-product"
              label={words.product}
              value={now.product}
              placeholder={PRODUCT}
              set={(product) => set({ product })}
            />
            <Logo say={say} />
            <Color value={now.color} set={(color) => set({ color })} />
            <div class="stack">
              <label class="label" for="branding-language">
                {words.language}
              </label>
              <select
                id="branding-language"
                class="field"
                value={spoken.value}
                onChange={(event) => (spoken.value = languages.find((one) => one === event.currentTarget.value) ?? 'en')}
              >
                {languages.map((one) => (
                  <option key={one} value={one} lang={one}>
                    {languageNames[one]}
                  </option>
                ))}
              </select>
            </div>
            <Field id="branding-greeting" label={words.greeting} value={said.greeting ?? ''} set={(greeting) => setSaid({ greeting })} />
            <Paragraphs id="branding-consent" label={words.consent} value={said.consent ?? ''} set={(consent) => setSaid({ consent })} />
            <Paragraphs id="branding-end" label={words.end} value={said.end ?? ''} set={(end) => setSaid({ end })} />
            <Field id="branding-end-page" label={words.endPage} value={now.endPage} set={(endPage) => set({ endPage })} />
            <fieldset class="stack">
              <legend class="label">{words.notice}</legend>
              <p class="small soft">{words.noticeHint}</p>
              <Field id="branding-version" label={words.noticeVersion} value={now.version} set={(version) => set({ version })} />
              <Paragraphs
                id="branding-notice"
                label={words.noticeText}
                value={now.notice[spoken.value] ?? ''}
                set={(text) => set({ notice: { ...now.notice, [spoken.value]: text } })}
              />
              <Field id="branding-url" label={words.noticeUrl} value={now.url} set={(url) => set({ url })} />
            </fieldset>
            <div role="status">{told.value && <p class={told.value.fault ? 'notice fault' : 'notice'}>{told.value.text}</p>}</div>
            <button type="submit" class="button primary" data-testid="branding-save">
              {words.save}
            </button>
          </form>
          <Preview draft={now} said={said} notice={now.notice[spoken.value] ?? ''} language={spoken.value} />
        </div>
        <AsText say={say} />
      </section>
    </main>
  );
}

function Paragraphs({ id, label, value, set }: { id: string; label: string; value: string; set: (text: string) => void }) {
  return (
    <div class="stack">
      <label class="label" for={id}>
        {label}
      </label>
      <textarea id={id} class="field" rows={3} value={value} data-testid={id} onInput={(event) => set(event.currentTarget.value)} />
    </div>
  );
}

function Logo({ say }: { say: (answer: Answer<unknown>) => void }) {
  return (
    <div class="stack">
      <label class="label" for="branding-logo">
        {words.logo} <span class="soft small">{words.logoHint}</span>
      </label>
      <input
        id="branding-logo"
        type="file"
        accept="image/png,image/webp"
        data-testid="branding-logo"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) void saveLogo(file).then(say);
        }}
      />
      {branding.value?.logo && (
        <p>
          <button type="button" class="button quiet small" onClick={() => void saveLogo(null).then(say)}>
            {words.removeLogo}
          </button>
        </p>
      )}
    </div>
  );
}

function Color({ value, set }: { value: string; set: (color: string) => void }) {
  const isColor = /^#[0-9a-f]{6}$/i.test(value);
  const checked = isColor ? checkColor(value) : undefined;
  return (
    <div class="stack">
      <label class="label" for="branding-color">
        {words.color}
      </label>
      <div class="row tight">
        <input
          type="color"
          class="color"
          aria-label={words.color}
          value={isColor ? value : COLOR}
          onInput={(event) => set(event.currentTarget.value)}
        />
        <input
          id="branding-color"
          class="field"
          placeholder={SHAPE}
          spellcheck={false}
          data-testid="branding-color"
          value={value}
          aria-describedby="color-fault"
          onInput={(event) => set(event.currentTarget.value)}
        />
      </div>
      <div id="color-fault" role="status">
        {checked && !checked.ok && (
          <p class="notice warn">
            {words.tooLight({ ratio: checked.ratio })}{' '}
            <button type="button" class="button small" data-testid="take-color" onClick={() => set(checked.proposal)}>
              {words.take({ color: checked.proposal })}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

function Preview({ draft, said, notice, language }: { draft: Draft; said: Said; notice: string; language: Language }) {
  const box = useRef<HTMLDivElement>(null);
  const color = /^#[0-9a-f]{6}$/i.test(draft.color) ? draft.color : COLOR;
  // By the object model: an attribute would be an inline style, which our own policy forbids.
  useEffect(() => {
    const { accent, hover, ink, wash, text } = lightPalette(color);
    const tokens = { '--accent': accent, '--accent-hover': hover, '--accent-ink': ink, '--accent-wash': wash, '--accent-text': text };
    for (const [name, value] of Object.entries(tokens)) box.current?.style.setProperty(name, value);
  }, [color]);
  const company = me.value.is === 'staff' ? me.value.companyId : '';
  return (
    <section class="brand-preview" aria-labelledby="preview-title" data-testid="branding-preview">
      <h2 id="preview-title" class="small soft">
        {words.preview}
      </h2>
      <div ref={box} class="brand-page" lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'} inert>
        <p class="brand">
          {branding.value?.logo ? <img class="logo" src={`/brand/${company}/logo?${logoCount.value}`} alt="" /> : <OurMark />}
          {draft.product || PRODUCT}
        </p>
        {said.greeting && <p class="big">{said.greeting}</p>}
        {said.consent && <p class="said">{said.consent}</p>}
        {notice && (
          <p class="said small legal">
            <strong>{words.notice}</strong> {draft.version}
            <br />
            {notice}
          </p>
        )}
        <span class="button primary">{draft.product || PRODUCT}</span>
        {said.end && <p class="said">{said.end}</p>}
      </div>
    </section>
  );
}

function AsText({ say }: { say: (answer: Answer<unknown>) => void }) {
  const text = useSignal('');
  const kept = branding.value;
  useEffect(() => {
    text.value = kept?.text ?? '';
  }, [kept?.text]);
  return (
    <details>
      <summary>{words.text}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void saveBranding({ text: text.value }).then(say);
        }}
      >
        <p class="small soft">{words.textLead}</p>
        <textarea
          class="field latin"
          rows={12}
          aria-label={words.textLabel}
          spellcheck={false}
          data-testid="branding-text"
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        <button type="submit" class="button">
          {words.save}
        </button>
      </form>
    </details>
  );
}
