import { invalidQuery } from './errors';
import type { Token } from './tokens';

/** Goes through the words of a query; refuses those that don't fit, with their place. */
export class Cursor {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** The word that comes next, or `ahead` words after it. */
  peek(ahead = 0): Token {
    const last = this.tokens.length - 1;
    const token = this.tokens[Math.min(this.position + ahead, last)];
    return token ?? { kind: 'end', text: '', line: 1, column: 0 };
  }

  next(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  is(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  isWord(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && token.text.toLowerCase() === text;
  }

  /** Takes the symbol, if it comes next. */
  skip(symbol: string): boolean {
    if (!this.is(symbol)) return false;
    this.position += 1;
    return true;
  }

  skipWord(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.position += 1;
    return true;
  }

  expect(symbol: string): void {
    if (!this.skip(symbol)) this.refuse(this.peek());
  }

  expectWord(text: string): void {
    if (!this.skipWord(text)) this.refuse(this.peek());
  }

  word(): Token {
    const token = this.next();
    return token.kind === 'word' ? token : this.refuse(token);
  }

  wholeNumber(): number {
    const token = this.next();
    return token.kind === 'number' && /^\d+$/.test(token.text)
      ? Number(token.text)
      : this.refuse(token, 'is not a whole number');
  }

  /** `name = …`, as options of operators are given. */
  option(name: string): Token | undefined {
    if (!this.isWord(name) || !this.is('=', 1)) return undefined;
    this.position += 2;
    return this.next();
  }

  list<Item>(item: () => Item): Item[] {
    const items = [item()];
    while (this.skip(',')) items.push(item());
    return items;
  }

  refuse(token: Token, why?: string): never {
    throw invalidQuery(token.text, token, why);
  }
}
