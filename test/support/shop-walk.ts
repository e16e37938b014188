/**
 * One customer's walk through the whole shop, written once and run straight and through the gateway: what the customer
 * sees on the way is the result, and must be the same.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { customer } from '../sites/shop/www.ts';
import type { Origins } from '../sites/serve.ts';

const STEP_TIMEOUT_MS = 15_000;

/** `at` maps a target address to where the browser has to go for it. */
export async function walkShop(page: Page, origins: Origins, at: (address: string) => string): Promise<Record<string, unknown>> {
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const id = (name: string) => page.getByTestId(name);
  const text = (name: string) => id(name).innerText();
  // Not `location`: what a driver evaluates is not the page's script, so only its accessors are what the page sees.
  const here = () => page.evaluate(() => document.URL);
  const bank = () => page.frameLocator('.pay');
  const seen: Record<string, unknown> = {};

  await page.goto(at(`${origins.www}/`));
  await page.waitForFunction(() => Number(document.documentElement.dataset['ticks']) > 1);
  seen['home'] = await page.evaluate(async () => {
    await document.fonts.load("20px 'Diamond'", '*');
    const { currency, moduleUrl } = document.documentElement.dataset;
    return {
      currency,
      moduleUrl,
      title: document.title,
      font: document.fonts.check("20px 'Diamond'", '*'),
      paper: getComputedStyle(document.body).backgroundColor,
    };
  });
  await id('letter-name').fill('Ada');
  await id('letter-often').selectOption('season');
  await id('letter-samples').check();
  await id('letter-save').click();
  seen['letter'] = [await text('letter-result'), await page.evaluate(() => [localStorage.getItem('letter'), document.cookie])];

  await id('product-first-flush').click();
  await id('quantity').selectOption('2');
  await id('gift').check();
  await id('note').fill('Für dich ☕');
  await id('add-to-cart').click();
  seen['cart'] = [await text('cart-total'), await text('cart-count'), await here()];

  await id('to-checkout').click();
  await page.waitForFunction(() => document.querySelector('.pay') !== null);
  await bank().getByText('£36.00').waitFor();
  await bank().getByTestId('account-number').fill('4929 1234');
  await bank().getByTestId('confirm-payment').click();
  await id('pay-result').getByText('Paid by bank').waitFor();
  seen['paid'] = (await text('pay-result')).replace(/\d+$/, 'n');

  for (const way of ['top-link', 'top-form', 'top-location']) {
    await page.goto(at(`${origins.www}/checkout`));
    await bank().getByTestId(way).click();
    await id('pay-returned').waitFor();
    seen[way] = [await text('pay-way'), await here()];
  }

  await page.goto(at(`${origins.www}/checkout`));
  await id('name').fill('Ada Lovelace');
  await id('card-number').fill('4929 0000 0000 0006');
  await id('terms').check();
  await id('place-order').click();
  seen['order'] = [await text('thanks'), (await here()).replace(/\d+$/, 'n')];

  await page.goto(at(`${origins.www}/app`));
  await id('search').fill('river');
  await page.waitForFunction(() => document.querySelectorAll('[data-list] li').length === 1);
  await id('pick-river-pot').click();
  await id('picked').waitFor();
  await id('like').click();
  seen['app'] = [
    await text('picked'),
    await here(),
    await page.title(),
    await page.evaluate(() => history.state as unknown),
    await text('like'),
  ];
  await page.goBack();
  await id('view').getByText('Choose something').waitFor();
  seen['app-back'] = await here();

  await page.goto(at(`${origins.www}/account`));
  await id('user').fill(customer.user);
  await id('password').fill('wrong');
  await id('sign-in').click();
  seen['fault'] = await text('login-fault');
  await id('user').fill(customer.user);
  await id('password').fill(customer.password);
  await id('sign-in').click();
  await id('me').getByText(customer.user).waitFor();
  seen['account'] = [await text('hello'), await here(), await page.evaluate(() => /greeting=ada/.test(document.cookie))];

  const [download] = await Promise.all([page.waitForEvent('download'), id('invoice').click()]);
  seen['invoice'] = [download.suggestedFilename(), readFileSync(await download.path(), 'utf8')];
  await id('avatar').setInputFiles({ name: 'ada.txt', mimeType: 'text/plain', buffer: Buffer.from('face '.repeat(1000)) });
  await id('upload').click();
  seen['upload'] = [await text('uploaded'), await text('uploaded-bytes')];

  await page.goto(at(`${origins.www}/login`));
  await id('idp').click();
  await id('idp-user').waitFor();
  seen['idp'] = await here();
  await id('idp-user').fill('ada');
  await id('idp-continue').click();
  seen['by-idp'] = [await text('hello'), await here()];

  await page.goto(at(`${origins.www}/old`));
  seen['redirected'] = [await here(), await page.evaluate(() => document.cookie.match(/hop\d/g)?.sort())];
  await page.goto(at(`${origins.wwwHttp}/`));
  await page.waitForFunction(() => Number(document.documentElement.dataset['ticks']) > 0);
  seen['plain'] = await page.evaluate(() => [document.URL, document.documentElement.dataset['currency']]);
  return seen;
}
