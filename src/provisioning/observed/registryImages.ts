/** What a registry holds, as its own endpoint tells it. */
import type { Failure } from '../../model/failure';
import type { RegistryRoleMode, Role } from '../../model/roles';

/** What has to be known of a registry before its own endpoint can be asked. */
export interface RegistryAddress {
  /** e.g. `contoso.azurecr.io` */
  readonly loginServer: string;
  /** Decides which role is missing where one is. */
  readonly roleAssignmentMode: RegistryRoleMode;
}

export interface ImageTag {
  readonly name: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** When it last came to point to this digest, in milliseconds since the epoch; undefined where it isn't said. */
  readonly updated: number | undefined;
}

/** Where the next page begins; made by the adapter and given back to it. */
export type Continuation = string;

interface Page<T> {
  readonly items: readonly T[];
  /** Undefined for the last page. */
  readonly next: Continuation | undefined;
}

/**
 * Why a registry couldn't be asked. Registries are often closed to where VS Code runs, so this is an expected outcome and
 * no error; `failure` has the words for it.
 */
export type RegistryRefusal =
  | {
      readonly kind: 'unreachable';
      /** `firewall`: it answered that this address isn't let in; the others: nobody answered. */
      readonly reason: 'firewall' | 'name' | 'connection' | 'timeout';
      /** The address by which the registry saw this computer, where it said so. */
      readonly address: string | undefined;
      readonly failure: Failure;
    }
  | { readonly kind: 'forbidden'; readonly missingRole: Role; readonly failure: Failure }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type Listing<T> = ({ readonly kind: 'listed' } & Page<T>) | RegistryRefusal;

export type DigestAnswer = { readonly kind: 'found'; readonly digest: string } | RegistryRefusal;

/** Items on a page. */
export const imagePageSize = 100;
