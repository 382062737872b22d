import { createHmac, randomUUID } from 'node:crypto';

const MOST_ITEMS = 100;

/** Orders in memory, the newest `capacity` of them. A real service keeps them in a database. */
export class Orders {
  #orders = new Map();
  #signingKey;
  #capacity;

  constructor(signingKey, capacity = 10_000) {
    this.#signingKey = signingKey;
    this.#capacity = capacity;
  }

  /** Takes an order that `problemsOf` finds nothing wrong with. */
  add({ customer, items }) {
    const order = {
      id: randomUUID(),
      takenAt: new Date().toISOString(),
      customer,
      items: items.map(({ sku, quantity }) => ({ sku, quantity })),
    };
    const signed = { ...order, receipt: this.#sign(order) };
    this.#orders.set(order.id, signed);
    if (this.#orders.size > this.#capacity) {
      this.#orders.delete(this.#orders.keys().next().value);
    }
    return signed;
  }

  get(id) {
    return this.#orders.get(id);
  }

  /** The newest orders, newest first. */
  newest(count) {
    return [...this.#orders.values()].reverse().slice(0, count);
  }

  /** Proves later that this service took the order as it stands. */
  #sign(order) {
    return createHmac('sha256', this.#signingKey).update(JSON.stringify(order)).digest('hex');
  }
}

/** Everything that is wrong with an order, as sentences. */
export function problemsOf(order) {
  if (typeof order !== 'object' || order === null || Array.isArray(order)) {
    return ['the order must be an object'];
  }
  const problems = [];
  if (typeof order.customer !== 'string' || order.customer.trim() === '' || order.customer.length > 200) {
    problems.push('customer must be a text of 1 to 200 characters');
  }
  if (!Array.isArray(order.items) || order.items.length < 1 || order.items.length > MOST_ITEMS) {
    problems.push(`items must be a list of 1 to ${MOST_ITEMS} items`);
  } else {
    order.items.forEach((item, index) => problems.push(...problemsOfItem(item, index)));
  }
  return problems;
}

function problemsOfItem(item, index) {
  const problems = [];
  if (typeof item?.sku !== 'string' || !/^[A-Z0-9-]{1,40}$/.test(item.sku)) {
    problems.push(`items[${index}].sku must be 1 to 40 capital letters, digits or dashes`);
  }
  if (!Number.isInteger(item?.quantity) || item.quantity < 1 || item.quantity > 1000) {
    problems.push(`items[${index}].quantity must be a whole number from 1 to 1000`);
  }
  return problems;
}
