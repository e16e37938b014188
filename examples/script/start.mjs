// node examples/script/start.mjs
import { fileURLToPath } from 'node:url';
import { run } from '../run.mjs';

await run(fileURLToPath(new URL('.', import.meta.url)), {
  shopPort: 3001,
  // The one line that the shop adds.
  head: ({ port }) => `<script src="http://localhost:${port}/samepage.js" data-key="shop"></script>`,
  settings: ({ shopPort }) =>
    shopPort === 3001 ? {} : { SAMEPAGE_SITES: JSON.stringify([{ key: 'shop', origins: [`http://shop.localhost:${shopPort}`] }]) },
  open: ({ shopPort }) => `http://shop.localhost:${shopPort}/`,
});
