/** Small applications in the frameworks that keep an own mind about what stands in a field: the page `mirror-apps.html` runs them. */
import { createElement, useState, type ChangeEvent, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApp, h, vModelText, withDirectives } from 'vue';

function Form(): ReactNode {
  const [name, setName] = useState('');
  const [agree, setAgree] = useState(false);
  const [size, setSize] = useState('s');
  return createElement(
    'div',
    null,
    createElement('input', {
      id: 'react',
      value: name,
      // What the state does not take does not stand there.
      onChange: (event: ChangeEvent<HTMLInputElement>) => setName(event.target.value.toUpperCase()),
    }),
    createElement('input', {
      id: 'react-agree',
      type: 'checkbox',
      checked: agree,
      onChange: (event: ChangeEvent<HTMLInputElement>) => setAgree(event.target.checked),
    }),
    createElement(
      'select',
      { id: 'react-size', value: size, onChange: (event: ChangeEvent<HTMLSelectElement>) => setSize(event.target.value) },
      createElement('option', { value: 's' }, 'small'),
      createElement('option', { value: 'l' }, 'large'),
    ),
    createElement('output', { id: 'react-state' }, `${name} ${String(agree)} ${size}`),
  );
}

const root = document.getElementById('react-root');
if (root) createRoot(root).render(createElement(Form));

createApp({
  data: () => ({ text: '', lazy: '' }),
  render(this: { text: string; lazy: string }) {
    const field = (id: string, name: 'text' | 'lazy') =>
      withDirectives(h('input', { id, 'onUpdate:modelValue': (value: string) => (this[name] = value) }), [
        [vModelText, this[name], '', name === 'lazy' ? { lazy: true } : {}],
      ]);
    return h('div', [field('vue', 'text'), field('vue-lazy', 'lazy'), h('output', { id: 'vue-state' }, `${this.text} ${this.lazy}`)]);
  },
}).mount('#vue-root');
