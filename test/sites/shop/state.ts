/** What the shop remembers: carts, logins, orders. A test reads it to learn what really reached the site. */

export interface Order {
  readonly id: number;
  readonly fields: Readonly<Record<string, string>>;
}

export class ShopState {
  /** Cart cookie -> product id -> quantity. */
  readonly carts = new Map<string, Map<string, number>>();
  /** Login cookie -> user name. */
  readonly logins = new Map<string, string>();
  readonly orders: Order[] = [];
  readonly uploads: { readonly name: string; readonly bytes: number; readonly text: string }[] = [];
  readonly charges: Readonly<Record<string, unknown>>[] = [];
  readonly reviews: unknown[] = [];
  #next = 1;

  cart(id: string): Map<string, number> {
    let cart = this.carts.get(id);
    if (!cart) {
      cart = new Map();
      this.carts.set(id, cart);
    }
    return cart;
  }

  newId(): string {
    return `id${String(this.#next++)}`;
  }

  login(user: string): string {
    const token = this.newId();
    this.logins.set(token, user);
    return token;
  }

  order(fields: Record<string, string>): Order {
    const order = { id: 1000 + this.orders.length + 1, fields };
    this.orders.push(order);
    return order;
  }
}
