import type { Json } from '../../estate';
import type { Token } from './tokens';

export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'column'; readonly name: string; readonly token: Token }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | Call
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'bag'; readonly members: readonly (readonly [string, Expression])[] }
  | {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'arithmetic' | 'compare';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly token: Token;
    }
  | {
      readonly kind: 'between';
      readonly negated: boolean;
      readonly value: Expression;
      readonly from: Expression;
      readonly to: Expression;
    }
  | {
      readonly kind: 'in';
      readonly operator: string;
      readonly left: Expression;
      /** Values, or the first column of what a query finds. */
      readonly items: readonly Expression[] | Query;
    };

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly parameters: readonly Expression[];
  readonly token: Token;
}

export interface Named {
  readonly name: string;
  readonly value: Expression;
}

export interface Aggregated extends Named {
  /** Columns that come along from the row that was chosen (`arg_max`), with `*` for all. */
  readonly along?: readonly string[];
}

export interface SortKey {
  readonly by: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** A part of what `parse` looks for: a pattern, or a column for what stands there; without a name it is skipped. */
export type ParsePart =
  | { readonly kind: 'pattern'; readonly source: string }
  | { readonly kind: 'capture'; readonly name: string | undefined; readonly type: string };

export type JoinKind = 'inner' | 'innerunique' | 'leftouter' | 'fullouter';

export type Operator =
  | { readonly kind: 'where'; readonly condition: Expression }
  | { readonly kind: 'project' | 'extend'; readonly columns: readonly Named[] }
  /** Without columns: all. */
  | { readonly kind: 'distinct'; readonly columns: readonly Named[] | undefined }
  /** Names may end with `*`, or consist of it. */
  | { readonly kind: 'projectAway' | 'projectKeep' | 'projectReorder'; readonly patterns: readonly Token[] }
  | {
      readonly kind: 'projectRename';
      readonly columns: readonly { readonly to: string; readonly from: Token }[];
    }
  | {
      readonly kind: 'expand';
      readonly columns: readonly (Named & { readonly type: string | undefined })[];
      readonly indexName: string | undefined;
      readonly limit: number;
      /** Members of bags become lists of name and value (`bagexpansion=array`), otherwise bags of one member. */
      readonly asPairs: boolean;
    }
  | { readonly kind: 'order'; readonly keys: readonly SortKey[]; readonly top: number | undefined }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'count' }
  | { readonly kind: 'summarize'; readonly aggregates: readonly Aggregated[]; readonly by: readonly Named[] }
  | {
      readonly kind: 'parse';
      readonly subject: Expression;
      readonly parts: readonly ParsePart[];
      /** `parse-where`: rows that don't fit go. */
      readonly strict: boolean;
      /** The first part may stand anywhere in the text (`kind=regex`), otherwise only at its beginning. */
      readonly anywhere: boolean;
    }
  | {
      readonly kind: 'join';
      readonly join: JoinKind;
      readonly right: Query;
      readonly on: readonly { readonly left: Expression; readonly right: Expression }[];
    }
  | {
      readonly kind: 'union';
      readonly inner: boolean;
      readonly sourceName: string | undefined;
      readonly others: readonly Query[];
    };

export interface Query {
  /** Name of a table, or another query. */
  readonly source: Token | Query;
  readonly operators: readonly Operator[];
}
