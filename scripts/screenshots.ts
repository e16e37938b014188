// `npm run screenshots`: plays a customer and an agent on the fixture shop and writes the two pictures of the README.
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../test/support/browsers.ts';
import { startGateway } from '../test/support/start-gateway.ts';
import { startSite } from '../test/support/start-site.ts';

const file = (name: string) => fileURLToPath(new URL(`../docs/images/${name}.png`, import.meta.url));
const size = { width: 1280, height: 800 };

const site = await startSite();
const gateway = await startGateway({ site });
const browser = await launchChromium();
try {
  const session = await gateway.createSession(`${site.origins.www}/`);
  const agent = await (await browser.newContext({ viewport: size })).newPage();
  await agent.goto(session.links.agent);
  const customer = await (await browser.newContext({ viewport: size })).newPage();
  await customer.goto(session.links.customer);
  await customer.getByTestId('start').click();
  await customer.waitForURL(/www-shop-example/, { waitUntil: 'load' });
  const replica = agent.frameLocator('[data-testid=viewer]').frameLocator('[data-testid=replica]');
  await replica.locator('h1, h2').first().waitFor();
  while ((await replica.locator('body').evaluate((body) => getComputedStyle(body).backgroundImage)) === 'none')
    await agent.waitForTimeout(50);
  // Each points at something, so that the other's cursor is in the picture.
  const dock = customer.frames().find((frame) => frame.url().endsWith('/dock'));
  await dock?.waitForSelector('[data-testid=dock-stop]');
  await agent.mouse.move(420, 430);
  await agent.mouse.move(430, 440, { steps: 4 });
  await customer.mouse.move(700, 300);
  await customer.mouse.move(720, 310, { steps: 4 });
  await agent.getByTestId('chat-input').fill('Shall we look at the green one?');
  await agent.getByTestId('chat-send').click();
  await agent.getByTestId('chat-log').getByText('green one').waitFor();
  await customer.screenshot({ path: file('customer') });
  await agent.screenshot({ path: file('agent') });
} finally {
  await browser.close();
  await gateway.close();
  await site.close();
}
