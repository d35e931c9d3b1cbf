// What a reader chose to narrow a list by, as the address has it: ?tag=a,b&year=2023&not=c,year:2019&sort=newest. Of the
// values of one kind a paper must have one, of each kind chosen, and it must have none of those under "not". Pure.

/** Kinds of facts, in the order in which chips stand. */
export const KINDS = ['area', 'tag', 'year', 'venue', 'code', 'signal'];

/** States of a chip, each the one after the other. */
const NEXT = { off: 'only', only: 'not', not: 'off' };

const key = (kind, value) => `${kind}:${value}`;
const parted = (text) => text.split(',').filter((value) => value.trim());

export class Choice {
  /** @param {URLSearchParams} [parameters] of an address */
  constructor(parameters = new URLSearchParams()) {
    this.states = new Map();
    for (const kind of KINDS) for (const value of parameters.getAll(kind).flatMap(parted)) this.states.set(key(kind, value), 'only');
    for (const text of parameters.getAll('not').flatMap(parted)) {
      const [, kind, value] = /^(?:([a-z]+):)?(.+)$/s.exec(text);
      if (!kind || KINDS.includes(kind)) this.states.set(key(kind ?? 'tag', value), 'not');
    }
    this.sort = parameters.get('sort') ?? '';
  }

  /** Whether papers of `value` alone are wanted ("only"), none of them ("not"), or all ("off"). */
  state(kind, value) {
    return this.states.get(key(kind, value)) ?? 'off';
  }

  /** Turn the chip of `value` to its next state. */
  turn(kind, value) {
    const next = NEXT[this.state(kind, value)];
    if (next === 'off') this.states.delete(key(kind, value));
    else this.states.set(key(kind, value), next);
  }

  clear() {
    this.states.clear();
  }

  /** Whether anything is left out. */
  get narrows() {
    return this.states.size > 0;
  }

  /** Values of `kind` that are in `state`. */
  values(kind, state) {
    return [...this.states].filter(([name, held]) => held === state && name.startsWith(`${kind}:`)).map(([name]) => name.slice(kind.length + 1));
  }

  /** As parameters of an address, behind `before`, [name, value] pairs. */
  toString(before = []) {
    const without = KINDS.flatMap((kind) => this.values(kind, 'not').map((value) => (kind === 'tag' ? value : key(kind, value))));
    const pairs = [...before, ...KINDS.map((kind) => [kind, this.values(kind, 'only').join(',')]), ['not', without.join(',')], ['sort', this.sort]];
    const spelled = (value) => encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%20', '+');
    return pairs.filter(([, value]) => value).map(([name, value]) => `${name}=${spelled(value)}`).join('&');
  }

  /**
   * Those of `things` that fit; of each kind how many papers each value has among those that fit all other kinds
   * (`counts`), and how many these are (`reach`).
   * @param {any[]} things  @param {(thing: any) => Record<string, string[]>} traitsOf  kind → values
   */
  apply(things, traitsOf) {
    const only = KINDS.map((kind) => this.values(kind, 'only')), not = KINDS.map((kind) => this.values(kind, 'not'));
    const left = [], reach = new Map(KINDS.map((kind) => [kind, 0])), counts = new Map(KINDS.map((kind) => [kind, new Map()]));
    for (const thing of things) {
      const traits = traitsOf(thing);
      const failing = KINDS.filter((kind, at) => (only[at].length && !only[at].some((value) => traits[kind].includes(value))) || not[at].some((value) => traits[kind].includes(value)));
      if (!failing.length) left.push(thing);
      if (failing.length > 1) continue;
      for (const kind of failing.length ? failing : KINDS) {
        const held = counts.get(kind);
        reach.set(kind, reach.get(kind) + 1);
        for (const value of traits[kind]) held.set(value, (held.get(value) ?? 0) + 1);
      }
    }
    return { left, counts, reach };
  }
}
