// node examples/front/start.mjs
import { fileURLToPath } from 'node:url';
import { run } from '../run.mjs';

await run(fileURLToPath(new URL('.', import.meta.url)), {
  shopPort: 3000,
  // The shop's port is the one thing that the config file cannot know when another is given.
  settings: ({ shopPort }) =>
    shopPort === 3000 ? {} : { SAMEPAGE_FRONT: JSON.stringify([{ host: 'shop.localhost', target: `http://127.0.0.1:${shopPort}` }]) },
  open: ({ port }) => `http://shop.localhost:${port}/`,
});
