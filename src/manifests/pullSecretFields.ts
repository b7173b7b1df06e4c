/** The entries of a document's imagePullSecrets lists, and what to take out of the text to remove each. */
import type { SecretsHolder } from './places';
import { removalsOf } from './removal';
import type { PullSecretField } from './scanned';
import type { MapPair, NodeReader } from './yamlNodes';

/** Each entry once, also where several workloads share it by aliases: it is written in one place. */
export function pullSecretsOf(
  holders: readonly SecretsHolder[],
  reader: NodeReader,
  text: string,
): readonly PullSecretField[] {
  const seen = new Set<MapPair>();
  return holders.flatMap((holder) => {
    const pair = reader.entry(holder.node, 'imagePullSecrets');
    if (pair === undefined || seen.has(pair)) return [];
    seen.add(pair);
    return fieldsOf(holder, pair, reader, text);
  });
}

function fieldsOf(
  { workload, node: holder }: SecretsHolder,
  pair: MapPair,
  reader: NodeReader,
  text: string,
): readonly PullSecretField[] {
  const list = reader.seqOf(pair.value);
  if (list === undefined) return [];
  const removals = removalsOf({ holder, pair, list, text }, reader);
  return reader.itemsOf(list).flatMap((item, index) => {
    const map = reader.mapOf(item);
    const removal = removals[index];
    if (!map?.range || removal === undefined) return [];
    const name = reader.text(item, 'name') ?? `${index + 1}`;
    const [start, end] = map.range;
    const place = { start, end: start + text.slice(start, end).trimEnd().length };
    return [
      typeof removal === 'string'
        ? { workload, name, place, removal: undefined, obstacle: removal }
        : { workload, name, place, removal },
    ];
  });
}
