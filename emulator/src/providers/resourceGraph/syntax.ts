import type { Token } from './tokens';

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'column'; readonly name: string; readonly token: Token }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: string | number }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly parameters: readonly Expression[];
      readonly token: Token;
    }
  | {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'compare';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'in';
      readonly operator: string;
      readonly left: Expression;
      readonly items: readonly Expression[];
    };

export interface Named {
  readonly name: string;
  readonly value: Expression;
}

export type Operator =
  | { readonly kind: 'where'; readonly condition: Expression }
  | { readonly kind: 'project' | 'extend' | 'distinct'; readonly columns: readonly Named[] }
  | { readonly kind: 'projectAway'; readonly names: readonly Token[] }
  | { readonly kind: 'expand'; readonly columns: readonly Named[] }
  | {
      readonly kind: 'order';
      readonly keys: readonly { readonly by: Expression; readonly descending: boolean }[];
    }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'count' }
  | { readonly kind: 'summarize'; readonly as: string; readonly by: readonly Named[] }
  | {
      readonly kind: 'join';
      readonly outer: boolean;
      readonly right: Query;
      readonly left: Expression;
      readonly on: Expression;
    };

export interface Query {
  readonly table: Token;
  readonly operators: readonly Operator[];
}
